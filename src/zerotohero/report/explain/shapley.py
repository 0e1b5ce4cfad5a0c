"""Shapley values: what each column adds to one output, on average over all orders in which columns become known.

A column that is known has the value of the row that is explained, the others keep those of a
background row; the result is the mean over background rows ("interventional"; Lundberg et al. 2020,
https://doi.org/10.1038/s42256-019-0138-9). The shares of all players sum to the output for the row
minus the mean output of the background.

Shapes used below: D features, P players (columns of the data; each owns one or more features), B
background rows, M nodes, T trees, S states of a search.
"""

import numpy as np

STATES = 300_000  # about so many paths are followed at a time: bounds memory


def of_weighted_sum(weights, x, background, players, count):
    """Return (P,) exact shares of ``x @ weights``: weight times distance from the background's mean.

    Parameters
    ----------
    weights, x : ndarray (D,)
    background : ndarray (B, D)
    players : ndarray (D,) of int
        Which player owns each feature.
    count : int
        P.
    """
    return np.bincount(players, weights * (x - background.mean(axis=0)), minlength=count)


def of_trees(roots, children, value, players, goes_left, count):
    """Return (P,) exact shares of a sum of trees.

    From every root the row and a background row walk together. Where they part and the player is
    undecided, both ways are followed: one with the player counted as known (it goes the row's way
    from here on), one as unknown. A leaf reached with a players known and b unknown counts
    (a-1)! b! / (a+b)! for each of the a, and -a! (b-1)! / (a+b)! for each of the b.

    Parameters
    ----------
    roots : ndarray (T,) of int
    children : ndarray (M, 2) of int
        Left and right; a leaf is its own.
    value : ndarray (M,)
        What each leaf adds.
    players : ndarray (M,) of int
        Whose feature each node asks for.
    goes_left : ndarray (1 + B, M) of bool
        Which way the row (first) and each background row would go at every node.
    count : int
        P.
    """
    from scipy.special import beta

    left, right = np.ascontiguousarray(np.transpose(children))
    backgrounds, shares = len(goes_left) - 1, np.zeros(count)
    words = -(-count // 64)
    group = max(1, STATES // (backgrounds * 16))
    for first in range(0, len(roots), group):
        some = roots[first : first + group]
        node, row = np.tile(some, backgrounds), np.repeat(np.arange(backgrounds), len(some))
        yes = np.zeros((len(node), words), np.uint64)  # a bit for every player that is known
        no = np.zeros_like(yes)
        while len(node):
            ends = left[node] == node
            if ends.any():
                a, b = (np.bitwise_count(held[ends]).sum(axis=1) for held in (yes, no))
                held = value[node[ends]] / backgrounds
                shares += _by_player(yes[ends], held * beta(np.maximum(a, 1), b + 1.0), count)  # (a-1)! b! / (a+b)!
                shares -= _by_player(no[ends], held * beta(a + 1.0, np.maximum(b, 1)), count)  # a! (b-1)! / (a+b)!
                node, row, yes, no = node[~ends], row[~ends], yes[~ends], no[~ends]
            if not len(node):
                break
            word, bit = players[node] // 64, np.left_shift(np.uint64(1), (players[node] % 64).astype(np.uint64))
            at = np.arange(len(node)), word
            is_yes, is_no = (yes[at] & bit) > 0, (no[at] & bit) > 0
            ours, theirs = goes_left[0, node], goes_left[row + 1, node]
            forks = np.flatnonzero((ours != theirs) & ~is_yes & ~is_no)
            step = np.where(np.where(is_no, theirs, ours), left[node], right[node])
            away = np.where(theirs[forks], left[node[forks]], right[node[forks]])
            no_too = no[forks]
            no_too[np.arange(len(forks)), word[forks]] |= bit[forks]
            node, row = np.concatenate([step, away]), np.concatenate([row, row[forks]])
            no, yes_too = np.concatenate([no, no_too]), yes[forks]
            yes[forks, word[forks]] |= bit[forks]
            yes = np.concatenate([yes, yes_too])
    return shares


def of_all_coalitions(game, count, backgrounds):
    """Return (P,) exact shares for any model by asking it about all 2^P sets of known players.

    Parameters
    ----------
    game : callable
        ``game(known, row)`` -> (S,) outputs, with ``known`` (S, P) bool and ``row`` (S,) the number of the
        background row that fills in what is not known.
    count, backgrounds : int
        P and B.
    """
    from scipy.special import beta

    sets = np.arange(2**count)
    known = (sets[:, None] >> np.arange(count)) & 1 > 0  # (2^P, P)
    output = game(np.repeat(known, backgrounds, axis=0), np.tile(np.arange(backgrounds), len(sets)))
    output = output.reshape(-1, backgrounds).mean(axis=1)
    shares = np.zeros(count)
    for player in range(count):
        without = sets[~known[:, player]]
        size = known[without].sum(axis=1)
        weight = beta(size + 1, count - size)  # s! (P-s-1)! / P!
        shares[player] = weight @ (output[without + 2**player] - output[without])
    return shares


def of_some_orders(game, count, backgrounds, rounds, seed=0):
    """Return (P,) estimated shares for any model, and their standard errors (P,).

    In every round each background row meets one random order of the players and its reverse, which
    takes out much of the noise (antithetic sampling: Mitchell et al. 2022, https://jmlr.org/papers/v23/21-0439.html).
    The shares sum to the whole difference exactly.

    Parameters
    ----------
    game, count, backgrounds
        See ``of_all_coalitions``.
    rounds : int
        At least 2.
    seed : int
    """
    rng = np.random.default_rng(seed)
    estimates, every = np.zeros((rounds, count)), np.arange(backgrounds)
    for round_ in range(rounds):
        orders = rng.permuted(np.tile(np.arange(count), (backgrounds, 1)), axis=1)  # (B, P)
        for order in (orders, orders[:, ::-1]):
            place = np.argsort(order, axis=1)  # when each player becomes known
            known = place[:, None, :] < np.arange(count + 1)[None, :, None]  # (B, P + 1, P)
            output = game(known.reshape(-1, count), np.repeat(every, count + 1)).reshape(backgrounds, count + 1)
            np.add.at(estimates[round_], order, np.diff(output, axis=1))
    estimates /= 2 * backgrounds
    return estimates.mean(axis=0), estimates.std(axis=0, ddof=1) / np.sqrt(rounds)


def _by_player(held, amounts, count):
    """Return (P,) the sum of the amounts (S,) of all states in whose bit set (S, words) the player is."""
    bits = np.unpackbits(held.astype("<u8", copy=False).view(np.uint8), axis=1, bitorder="little")
    state, player = np.divmod(np.flatnonzero(bits), bits.shape[1])
    return np.bincount(player, amounts[state], minlength=count)[:count]
