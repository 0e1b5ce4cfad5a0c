"""A network as a script in PyTorch, as text: its definition, how it is fed, trained and asked."""

import numpy as np

from zerotohero.algorithms._mlp import CATEGORIES, NUMBERS, WAVES
from zerotohero.algorithms._torch import AVERAGED, CLIP, WARM_UP
from zerotohero.export.script.feeding import augment_part, scaling_parts
from zerotohero.export.script.network import smallest_batch

BENDS = {"relu": "nn.ReLU()", "tanh": "nn.Tanh()", "sigmoid": "nn.Sigmoid()", "silu": "nn.SiLU()"}
IMPORTS = ["import torch", "from torch import nn", "from torch.nn import functional"]


def torch_parts(net):
    """Return the functions and classes of a script in PyTorch, each a text."""
    parts = [_grid_class, _table_class, _dense_class][("grid", "table", "dense").index(net.family)](net)
    return [*parts, *augment_part(net), *_schedule(net), _train(net), _answer(net), _predict(net)]


def torch_arrays(net):
    """Return the weights by the names that the script's ``state_dict`` has."""
    if net.family == "table":
        own = {name: net.arrays[name] for name in ("frequency", "phase", "mix", "signs", "head", "bias")}
        own["table.weight"] = net.arrays["table"]
        modules = [{"weight": layer.weight.T, "bias": layer.bias} for layer in net.layers]
        for i, module in enumerate(modules):  # a dense layer, a bend and a dropout each
            own |= {f"hidden.{3 * i}.{name}": array for name, array in module.items()}
    else:
        own = {}
        for i, (_, module) in enumerate(_modules(net)):
            own |= {f"layers.{i}.{name}": array for name, array in module.items()}
    return {name: np.ascontiguousarray(array, np.float32) for name, array in own.items()}


def _modules(net):
    """Return [(text, its arrays), ...], one for each module of the ``Sequential``."""
    modules = []
    for layer in net.layers:
        if layer.kind == "convolution":
            size, _, inputs, outputs = layer.weight.shape
            text = f"nn.Conv2d({inputs}, {outputs}, {size}, padding={size // 2}, bias=False)"
            modules.append((text, {"weight": layer.weight.transpose(3, 2, 0, 1)}))
            one = np.ones(outputs)  # the stored filters hold what their batch norm did; this one only adds the bias
            norm = {"weight": one, "bias": layer.bias, "running_mean": 0 * one, "running_var": one - 1e-5}
            modules.append((f"nn.BatchNorm2d({outputs})", norm))
        elif layer.kind == "largest":
            modules.append((f"nn.MaxPool2d({layer.size})", {}))
        elif layer.kind == "mean":
            modules += [("nn.AdaptiveAvgPool2d(1)", {}), ("nn.Flatten()", {})]
        else:
            if net.family == "grid":
                modules.append((f"nn.Dropout({net.params['dropout']})", {}))
            inputs, outputs = layer.weight.shape
            inputs = inputs if net.family == "grid" or modules else "inputs"
            modules.append((f"nn.Linear({inputs}, {outputs})", {"weight": layer.weight.T, "bias": layer.bias}))
        if layer.bend:
            modules.append((BENDS[layer.bend], {}))
    return modules


def _listed(net, indent):
    """Return the modules as lines, each convolution with what follows it in one."""
    lines = []
    for text, _ in _modules(net):
        if lines and text.startswith(("nn.BatchNorm", "nn.ReLU", "nn.Tanh", "nn.Sigm", "nn.Flatten")):
            lines[-1] += f" {text},"
        else:
            lines.append(f"{text},")
    return "\n".join(" " * indent + line for line in lines)


def _grid_class(net):
    """Return the network of convolutions, and how pictures are fed to it."""
    height, width, channels = net.arrays["shape"].tolist()
    return [
        f'''class Network(nn.Module):
    """Convolutions, and halvings of the grid: (N, {channels}, {height}, {width}) -> scores (N, {net.outputs})."""

    def __init__(self, mean, spread):  # of each channel
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).float()[:, None, None], persistent=False)
        self.register_buffer("spread", torch.tensor(spread).float()[:, None, None], persistent=False)
        self.layers = nn.Sequential(
{_listed(net, 12)}
        )

    def forward(self, x):
        return self.layers((x - self.mean) / self.spread)''',
        '''def learned(X):
    """Return how bright grids X (N, H, W) or (N, H, W, C) are, and how much that varies, per channel."""
    some = (X if X.ndim == 4 else X[..., None])[:: max(1, len(X) // 2000)].astype(float)
    mean, spread = some.mean(axis=(0, 1, 2)), some.std(axis=(0, 1, 2))
    return {"mean": mean.tolist(), "spread": np.maximum(spread, 1e-6).tolist()}''',
        '''def to_tensor(X, setting):
    """Return grids as PyTorch wants them: (N, C, H, W)."""
    return torch.from_numpy(X if X.ndim == 4 else X[..., None]).permute(0, 3, 1, 2)''',
    ]


def _table_class(net):
    """Return the network for tables, and how rows are fed to it."""
    p = net.params
    width, members, first = p["width"], p["members"], "hidden = [nn.Linear(inputs, {w}), nn.SiLU(), nn.Dropout({d})]"
    first = first.format(w=width, d=p["dropout"])
    return [
        f'''class Network(nn.Module):
    """Every column becomes a few learned numbers, dense layers mix them: (N, D) -> scores (N, {members}, {net.outputs}).

    A number x becomes x and {NUMBERS - 1} mixtures of waves cos(2 pi (f x + p)), a category its row of a table.
    {members} members share all layers, but look through signs of their own and answer each with a head of its own.
    """

    def __init__(self, codes, center, scale):
        super().__init__()
        codes = torch.tensor(codes)
        self.numbers, self.categories = torch.where(codes == 0)[0], torch.where(codes > 0)[0]
        self.starts = codes[self.categories].cumsum(0) - codes[self.categories]  # of each category's rows in the table
        count = len(self.numbers)
        inputs = {NUMBERS} * count + {CATEGORIES} * len(self.categories)
        self.frequency = nn.Parameter({p["pitch"]} * torch.randn(count, {WAVES}))
        self.phase = nn.Parameter(torch.rand(count, {WAVES}) - 0.5)
        self.mix = nn.Parameter(torch.randn(count, {WAVES}, {NUMBERS - 1}) / {WAVES**0.5:g})
        self.table = nn.Embedding(max(1, int(codes.sum())), {CATEGORIES})
        nn.init.normal_(self.table.weight, std=0.5)
        self.signs = nn.Parameter(torch.randint(0, 2, ({members}, inputs)) * 2.0 - 1)
        {first}
        for _ in range({len(net.layers) - 1}):
            hidden += [nn.Linear({width}, {width}), nn.SiLU(), nn.Dropout({p["dropout"]})]
        self.hidden = nn.Sequential(*hidden)
        self.head = nn.Parameter(torch.randn({members}, {width}, {net.outputs}) * 0.1 / {width}**0.5)
        self.bias = nn.Parameter(torch.zeros({members}, {net.outputs}))

    def forward(self, x):
        number = x[:, self.numbers, None]
        waves = torch.cos(2 * torch.pi * (number * self.frequency + self.phase))  # (N, numbers, {WAVES})
        number = torch.cat([number, torch.einsum("nif,ife->nie", waves, self.mix)], dim=2)
        category = self.table(x[:, self.categories].long() + self.starts)
        h = torch.cat([number.flatten(1), category.flatten(1)], dim=1)
        h = self.hidden(h[:, None] * self.signs)  # (N, {members}, {width})
        return torch.einsum("nmh,mhk->nmk", h, self.head) + self.bias''',
        *scaling_parts(),
        '''def to_tensor(X, setting):
    """Return the rows as the network wants them."""
    return torch.from_numpy(scaled(X, setting))''',
    ]


def _dense_class(net):
    """Return the network of dense layers, and how rows are fed to it."""
    return [
        f'''class Network(nn.Module):
    """Dense layers: rows (N, inputs) -> scores (N, {net.outputs})."""

    def __init__(self, inputs):
        super().__init__()
        self.layers = nn.Sequential(
{_listed(net, 12)}
        )

    def forward(self, x):
        return self.layers(x)''',
        '''def learned(X):
    """Return what the network is told about X (N, D)."""
    return {"inputs": X.shape[1]}''',
        '''def to_tensor(X, setting):
    """Return the rows as PyTorch wants them."""
    return torch.from_numpy(X.astype(np.float32))''',
    ]


def _schedule(net):
    """Return the learning rate over the steps."""
    if net.family == "dense":
        return []
    return [
        f'''def one_cycle(step, steps):
    """Return the share of the learning rate: a rise from a tenth, then half a cosine down to nothing."""
    rise = {WARM_UP} * steps
    if step < rise:
        return 0.1 + 0.9 * step / rise
    return 0.5 + 0.5 * np.cos(np.pi * (step - rise) / (steps - rise))'''
    ]


def pace(net):
    """Return the lines that say how many rows make a step, and how often all are seen: ``batch``, ``epochs``."""
    p = net.params
    if net.family == "dense":
        return [f"batch, epochs = min({p['batch']}, len(X)), {p['iterations']}"]
    fewest, smallest = smallest_batch(net)
    lines = [
        f"batch = min({p['batch']}, max({smallest}, len(X) // {fewest}), len(X))  # few rows: smaller batches",
        f"epochs = min({p['epochs']}, {p['views']} / len(X))",
    ]
    if p["held_out"]:
        lines.insert(
            0, f"# the run held {p['held_out']:.0%} of the rows out to choose when to stop; here all are learned from"
        )
    return lines


def _train(net):
    """Return the training loop."""
    p, cycle = net.params, net.family != "dense"
    decay = p["decay"] if not cycle else p["weight_decay"]
    if p.get("optimizer", "adamw") in ("adam", "adamw"):
        make = f"AdamW(groups, lr={p['learning_rate']}, betas=(0.9, {0.99 if cycle else 0.999}))"
    else:
        decay = decay if cycle else decay / 10  # momentum adds each shrinking up ten times
        make = f"SGD(groups, lr={p['learning_rate']}, momentum=0.9, nesterov={cycle})"
    x = "x[rows].float()"
    x = f"augment({x})" if augment_part(net) else x
    if net.family == "table":
        members = p["members"]
        scores, wanted = "scores.flatten(0, 1)", f"truth[rows].repeat_interleave({members})"
    else:
        scores, wanted = "scores", "truth[rows]"
    if net.classify:
        smooth = f", label_smoothing={p['smoothing']}" if p.get("smoothing") else ""
        loss, dtype = f"functional.cross_entropy({scores}, {wanted}{smooth})", "int64"
    else:
        loss, dtype = f"functional.mse_loss({scores}[:, 0], {wanted})", "float32"
    share = "lambda step: one_cycle(step, steps)" if cycle else "lambda step: 1 - step / steps"
    average = [
        f"keep = get_ema_multi_avg_fn(max(0.0, 1 - 1 / ({AVERAGED} * steps)))",
        "average = AveragedModel(network, multi_avg_fn=keep, use_buffers=True)",
    ] * cycle
    lines = [
        "def train_network(X, y, setting):",
        '    """Return a network trained from scratch: same hyperparameters as the stored one, other random numbers."""',
        *(["    from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn", ""] if cycle else []),
        f"    torch.manual_seed({p['random_state']})",
        "    network = Network(**setting)",
        f"    x, truth = to_tensor(X, setting), torch.from_numpy(y.astype(np.{dtype}))",
        *(f"    {line}" for line in pace(net)),
        f"    per_epoch = {'max(1, len(X) // batch)' if cycle else '-(-len(X) // batch)'}",
        "    steps = max(1, round(epochs * per_epoch))",
        "    weights = [p for p in network.parameters() if p.ndim > 1]  # only these shrink",
        "    others = [p for p in network.parameters() if p.ndim <= 1]",
        f'    groups = [{{"params": weights, "weight_decay": {decay}}}, {{"params": others, "weight_decay": 0.0}}]',
        f"    optimizer = torch.optim.{make}",
        f"    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, {share})",
        *(f"    {line}" for line in average),
        "    for step in range(steps):",
        "        place = step % per_epoch",
        "        if place == 0:",
        "            order = torch.randperm(len(x))",
        "        rows = order[place * batch : (place + 1) * batch]",
        f"        scores = network({x})",
        f"        loss = {loss}",
        "        optimizer.zero_grad()",
        "        loss.backward()",
        *([f"        nn.utils.clip_grad_norm_(network.parameters(), {CLIP})"] if cycle else []),
        "        optimizer.step()",
        "        schedule.step()",
        *(["        average.update_parameters(network)"] if cycle else []),
        "        if place == per_epoch - 1:",
        '            print(f"step {step + 1} of {steps}: loss {loss.item():.4f}", file=sys.stderr)',
        f"    return {'average.module' if cycle else 'network'}",
    ]
    return "\n".join(lines)


def _answer(net):
    """Return the function that asks a network."""
    if net.classify:
        mean = ".mean(dim=1)" if net.family == "table" else ""
        what, how = f"probabilities (N, {net.outputs})", f"network(part.float()).double().softmax(dim=-1){mean}"
    else:
        mean = ".mean(dim=1)" if net.family == "table" else ""
        what, how = "values (N,)", f"network(part.float()).double(){mean}[:, 0]"
    return f'''@torch.inference_mode()
def answer(network, X, setting):
    """Return {what}, computed a thousand rows at a time."""
    network.eval()
    return torch.cat([{how} for part in to_tensor(X, setting).split(1000)]).numpy()'''


def _predict(net):
    """Return the function that answers with the stored weights."""
    note = ""
    if net.family == "grid":
        note = "\n    # the stored filters hold what their batch norms did: those have mean 0 and variance 1"
    return f'''def predict(arrays, X):
    """Return the answers of the stored weights."""{note}
    network = Network(**MODEL["setting"])
    network.load_state_dict({{name: torch.from_numpy(array) for name, array in arrays.items()}})
    return answer(network, X, MODEL["setting"])'''
