"""The one training loop of the networks that PyTorch trains; nothing here is imported before a fit.

Every step draws from a random stream of its own, seeded by (seed, step): which rows, which augmentation, which
units drop out. So the state of a training is weights, their average, what the optimiser remembers, and a step
number; a training that was killed goes on to the same bits, and one seed gives the same numbers on a CPU.
"""

import os
import time
import warnings
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from zerotohero.core.watch import Watch

CHECKPOINT_SECONDS = 10.0  # between two checkpoints
WARM_UP = 0.25  # share of the steps in which the learning rate rises
AVERAGED = 0.04  # share of the steps over which weights are averaged, about
CLIP = 5.0  # largest norm of a step's gradient
AHEAD = 1000  # rows that are answered at a time


@dataclass(frozen=True)
class Plan:
    """How a network is trained.

    Parameters
    ----------
    epochs : float
        How often each row is seen.
    batch : int
        Rows that decide about one step.
    learning_rate : float
        At its peak: it rises to it over a quarter of the steps, and falls to nothing (one cycle).
    weight_decay : float
        How fast weights shrink that nothing holds: times the learning rate, at each step.
    optimizer : {"adamw", "sgd"}
        AdamW, or SGD with Nesterov's momentum of 0.9.
    smoothing : float
        Share of the certainty that is spread over all classes.
    held_out : float
        Share of the rows that are not learned from: the average of the weights that does best on them is kept. 0: none.
    patience : float
        Stop after this share of the epochs without a better score on the rows held out.
    precision : {"auto", "float32", "bfloat16"}
        "auto": bfloat16 where the processor has instructions for it.
    threads : int
    seed : int
    """

    epochs: float
    batch: int = 128
    learning_rate: float = 3e-3
    weight_decay: float = 0.05
    optimizer: str = "adamw"
    smoothing: float = 0.0
    held_out: float = 0.0
    patience: float = 1.0
    precision: str = "auto"
    threads: int = 1
    seed: int = 0


def train(make_network, X, y, plan, augment=None, watch=None):
    """Train a network; return it on the CPU with the averaged weights, and what its numbers depend on.

    Parameters
    ----------
    make_network : callable
        ``make_network()`` -> torch Module; takes a batch (B, ...) of X as float32, gives (B, K) scores or (B, 1), or while
        training (B, K, M) of M members.
    X : ndarray (N, ...)
        As it is fed, of any dtype; pictures (N, C, H, W), best as a view of (N, H, W, C).
    y : ndarray (N,)
        Class numbers 0..K-1 (integers), or values (floats) that vary by about 1.
    plan : Plan
    augment : callable or None
        ``augment(batch, generator)`` -> batch: torch tensors (B, ...) float32 on the device.
    watch : core.watch.Watch or None

    Returns
    -------
    network : torch Module, in evaluation mode
    about : dict
        ``device``, ``precision``, ``threads``, ``torch``, ``steps``, ``stopped``.
    """
    # threads that spin while they wait make it 30 times slower on a busy machine; read when PyTorch is first imported
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch

    watch = watch or Watch()
    device, dtype = _device(torch), _precision(torch, plan.precision)
    torch.set_num_threads(plan.threads)
    learns, held = _held_out(y, plan)
    X, y = _tensor(torch, X), torch.from_numpy(np.asarray(y, np.int64 if y.dtype.kind in "iu" else np.float32))
    per_epoch = max(1, len(learns) // plan.batch)
    steps = max(1, round(plan.epochs * per_epoch))
    seconds = 0.0
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(plan.seed)
        # channels side by side are faster, but in float32 on a CPU slopes of strided convolutions with fewer than 16 of
        # them crash the process (seen with PyTorch 2.13)
        beside = X.ndim == 4 and not (device == "cpu" and dtype == torch.float32)
        layout = torch.channels_last if beside else torch.contiguous_format
        network = make_network().to(device, memory_format=torch.channels_last if beside else torch.preserve_format)
        average = {name: value.clone() for name, value in network.state_dict().items()}
        optimizer = _optimizer(torch, network, plan, device)
        run = {"step": 0, "best": None, "best_step": 0, "loss": None}
        best = average
        if saved := watch.restore():
            run, best = _restored(torch, saved, network, average, optimizer, run)
        first, kept, began = run["step"], time.monotonic(), time.monotonic()
        while run["step"] < steps and not (run["step"] and watch.stop):
            step = run["step"]
            torch.manual_seed(_stream(plan.seed, step))
            rows = learns[_rows(plan, step, per_epoch, len(learns))]
            batch, truth = X[rows].to(device).float(), y[rows].to(device)
            if augment is not None:
                batch = augment(batch, torch.default_generator)
            batch = batch.contiguous(memory_format=layout)
            rate = plan.learning_rate * one_cycle(step, steps)
            for group in optimizer.param_groups:
                group["lr"] = rate
            network.train()
            with torch.autocast(device, dtype) if dtype != torch.float32 else nullcontext():
                scores = network(batch)
            loss = _loss(torch, scores.float(), truth, plan.smoothing)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
            optimizer.step()
            _average(torch, average, network, min(1.0, max(1 / (AVERAGED * steps), 1 / (step + 1))))
            run["step"] = step + 1
            seen = float(loss.detach())
            if not np.isfinite(seen):
                raise FloatingPointError(
                    f"the loss is not finite any more after step {step}: try a smaller learning_rate"
                )
            run["loss"] = seen if run["loss"] is None else 0.95 * run["loss"] + 0.05 * seen
            score = None
            if len(held) and ((step + 1) % per_epoch == 0 or step + 1 == steps):
                score = _score(torch, network, average, X, y, held, device)
                if run["best"] is None or score > run["best"]:
                    run["best"], run["best_step"] = score, step + 1
                    best = {name: value.clone() for name, value in average.items()}
                elif step + 1 - run["best_step"] > plan.patience * steps:
                    break
            seconds = time.monotonic() - began
            watch.step(step=step + 1, of=steps, loss=run["loss"], score=score, learning_rate=rate,
                       rows_per_second=round((step + 1 - first) * len(rows) / max(seconds, 1e-9)))  # fmt: skip
            if time.monotonic() - kept > CHECKPOINT_SECONDS:
                watch.checkpoint(*_kept(network, average, best if len(held) else {}, optimizer, run))
                kept = time.monotonic()
        network.load_state_dict(best if len(held) and run["best"] is not None else average)
    about = {"device": device, "precision": str(dtype).removeprefix("torch."), "threads": plan.threads}
    about |= {"torch": torch.__version__, "steps": run["step"], "stopped": run["step"] < steps}
    return network.to("cpu").eval(), about


def answers(network, X, threads=1):
    """Return the network's scores (N, K) for X (N, ...) as float64, some rows at a time, in float32 on the CPU."""
    import torch

    torch.set_num_threads(threads)
    with torch.inference_mode():
        parts = [network(_tensor(torch, X[start : start + AHEAD]).float()) for start in range(0, max(len(X), 1), AHEAD)]
    return torch.cat(parts).double().numpy()


def one_cycle(step, steps):
    """Return the share of the peak learning rate: a straight rise from a tenth, then half a cosine down to nothing."""
    rise = WARM_UP * steps
    if step < rise:
        return 0.1 + 0.9 * step / rise
    return 0.5 * (1 + np.cos(np.pi * (step - rise) / (steps - rise)))


def _tensor(torch, X):
    """Return X as a tensor without a copy; nothing is ever written into it, so read-only memory will do."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The given NumPy array is not writable")
        return torch.from_numpy(X)


def _device(torch):
    """Return the fastest device there is."""
    return "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"


def _precision(torch, wanted):
    """Return the dtype in which the network multiplies; sums and weights stay float32."""
    if wanted != "auto":
        return getattr(torch, wanted)
    if torch.cuda.is_available():
        fast = torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        known = getattr(torch.cpu, "get_capabilities", dict)()
        fast = bool(known.get("avx512_bf16") or known.get("amx_bf16"))
    return torch.bfloat16 if fast else torch.float32


def _held_out(y, plan):
    """Return the rows to learn from and the rows held out, drawn with the seed."""
    order = np.random.default_rng(plan.seed).permutation(len(y))
    count = round(plan.held_out * len(y))
    return np.sort(order[count:]), np.sort(order[:count])


def _stream(seed, step):
    """Return the seed of one step's random stream."""
    return int(np.random.SeedSequence([seed, step]).generate_state(1, np.uint64)[0] >> 1)


def _rows(plan, step, per_epoch, count):
    """Return which rows, of ``count``, this step learns from: each epoch is a new permutation, cut into batches."""
    epoch, place = divmod(step, per_epoch)
    size = min(plan.batch, count)
    return _shuffled(plan.seed, epoch, count)[place * size : (place + 1) * size]


@lru_cache(maxsize=1)
def _shuffled(seed, epoch, count):
    """Return the order of the rows in this epoch; every step of it asks."""
    return np.random.default_rng([seed, epoch]).permutation(count)


def _optimizer(torch, network, plan, device):
    """Return the optimiser; biases and scales (one axis) do not shrink."""
    weights = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim <= 1]
    groups = [{"params": weights, "weight_decay": plan.weight_decay}, {"params": others, "weight_decay": 0.0}]
    groups, fused = [g for g in groups if g["params"]], device != "mps"
    if plan.optimizer == "sgd":
        return torch.optim.SGD(groups, lr=plan.learning_rate, momentum=0.9, nesterov=True, fused=fused)
    return torch.optim.AdamW(groups, lr=plan.learning_rate, betas=(0.9, 0.99), fused=fused)


def _loss(torch, scores, truth, smoothing):
    """Return the mean loss of a batch: cross-entropy in nats, or the mean squared error; of each member (N, K, M)."""
    if scores.ndim == 3:
        truth = truth[:, None].expand(-1, scores.shape[2])
    if truth.dtype == torch.int64:
        return torch.nn.functional.cross_entropy(scores, truth, label_smoothing=smoothing)
    return torch.nn.functional.mse_loss(scores[:, 0], truth)


def _average(torch, average, network, share):
    """Move the averaged weights (and the statistics of the batches) by this share towards the present ones."""
    with torch.no_grad():
        for name, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                average[name].lerp_(value, share)
            else:
                average[name].copy_(value)


def _score(torch, network, average, X, y, held, device):
    """Return how well the averaged weights do on the rows held out: minus their mean loss."""
    present = {name: value.clone() for name, value in network.state_dict().items()}
    network.load_state_dict(average)
    network.eval()
    with torch.inference_mode():
        total = 0.0
        for rows in np.array_split(held, -(-len(held) // AHEAD)):
            scores = network(X[rows].to(device).float()).float()
            total += float(_loss(torch, scores, y[rows].to(device), 0.0)) * len(rows)
    network.load_state_dict(present)
    return -total / len(held)


def _kept(network, average, best, optimizer, run):
    """Return the arrays and the state of a checkpoint."""
    parts = {"network": network.state_dict(), "average": average, "best": best}
    for i, memory in optimizer.state_dict()["state"].items():
        parts[f"optimizer {i}"] = memory
    arrays = {f"{part}/{n}": v.cpu().numpy() for part, own in parts.items() for n, v in own.items() if v is not None}
    return arrays, run


def _restored(torch, saved, network, average, optimizer, run):
    """Put a checkpoint back; return the run's state and the best average so far."""
    arrays, state = saved
    parts = {}
    for name, array in arrays.items():
        part, _, own = name.partition("/")
        parts.setdefault(part, {})[own] = torch.from_numpy(array)
    network.load_state_dict(parts["network"])
    for name, value in parts["average"].items():
        average[name].copy_(value)
    memory = {int(part.split()[1]): own for part, own in parts.items() if part.startswith("optimizer ")}
    optimizer.load_state_dict({**optimizer.state_dict(), "state": memory})
    device = next(iter(average.values())).device
    best = {name: value.to(device) for name, value in parts["best"].items()} if "best" in parts else average
    return {**run, **state}, best
