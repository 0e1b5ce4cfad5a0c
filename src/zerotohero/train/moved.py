"""What moved: this training against the one before it, in one sentence."""

from zerotohero.core.digits import leading


def what_moved(board, ids, before):
    """Return one sentence: this training's best against the previous one's, or its rank among the rivals.

    Parameters
    ----------
    board : Board
    ids : list of str
        This training's runs.
    before : list of str
        Those of the training before it; empty the first time.
    """
    ranked = board.ranked
    mine = next((r for r in ranked if r.id in ids and not r.baseline), None)
    if mine is None:
        return ""
    place = ranked.index(mine) + 1
    unit = leading(mine.score, 4)
    gap = leading(abs(ranked[place - 2].score - mine.score)) if place > 1 else ""
    ahead = f"; {gap} behind {ranked[place - 2].title}" if place > 1 else ""
    old = next((r for r in ranked if r.id in before and not r.baseline), None)
    if old is None:
        rivals = [r for r in ranked if r.baseline]
        beaten = sum(ranked.index(r) >= place for r in rivals)
        return (
            f"{mine.title} beats {beaten} of {len(rivals)} rivals: {place}{_th(place)} of {len(ranked)}, {unit}" + ahead
        )
    was = ranked.index(old) + 1
    if mine.id == old.id:
        return f"still {place}{_th(place)} of {len(ranked)}: {mine.title}" + ahead
    if place > was:
        return f"no step up: {mine.title} comes {place}{_th(place)} of {len(ranked)}{ahead}; {old.title} stays {was}{_th(was)}"
    return f"{was}{_th(was)} → {place}{_th(place)} of {len(ranked)}: {mine.title}" + ahead


def _th(n):
    """Return the ending of an ordinal."""
    return "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
