"""A network as a script in Keras 3, as text: its definition, how it is fed, trained and asked."""

import numpy as np

from zerotohero.algorithms._mlp import CATEGORIES, NUMBERS, WAVES
from zerotohero.algorithms._torch import AVERAGED, CLIP, WARM_UP
from zerotohero.export.script.feeding import scaling_parts
from zerotohero.export.script.torch_parts import pace

IMPORTS = [
    'os.environ.setdefault("KERAS_BACKEND", "torch")  # or jax, or tensorflow',
    "import keras",
    "from keras import layers, ops",
]


def keras_parts(net):
    """Return the functions and classes of a script in Keras, each a text."""
    parts = {"grid": _grid, "table": _table, "dense": _dense}[net.family](net)
    return [*parts, _train(net), _answer(net), _predict(net)]


def keras_arrays(net):
    """Return the weights in the order of the script's ``network.weights``."""
    if net.family == "table":
        own = {name: net.arrays[name] for name in ("frequency", "phase", "mix") if len(net.arrays[name])}
        if any(net.setting["codes"]):
            own["table"] = net.arrays["table"]
        own["signs"] = net.arrays["signs"]
        for i, layer in enumerate(net.layers, 1):
            own |= {f"dense {i} kernel": layer.weight, f"dense {i} bias": layer.bias}
        own |= {"head": net.arrays["head"], "bias": net.arrays["bias"]}
    else:
        own = {}
        for i, layer in enumerate([layer for layer in net.layers if layer.weight is not None], 1):
            own[f"layer {i} kernel"] = layer.weight
            if layer.kind == "convolution":  # the filters hold what their batch norm did; this one only adds the bias
                one = np.ones(len(layer.bias))
                own |= {f"norm {i} gamma": one, f"norm {i} beta": layer.bias}
                own |= {f"norm {i} mean": 0 * one, f"norm {i} variance": one - 1e-5}
            else:
                own[f"layer {i} bias"] = layer.bias
    return {name: np.ascontiguousarray(array, np.float32) for name, array in own.items()}


def _listed(net, indent):
    """Return the layers as lines."""
    lines = []
    for layer in net.layers:
        if layer.kind == "convolution":
            size, _, _, outputs = layer.weight.shape
            line = f'layers.Conv2D({outputs}, {size}, padding="same", use_bias=False), '
            line += "layers.BatchNormalization(momentum=0.9, epsilon=1e-5),"
            lines.append(line + (" layers.ReLU()," if layer.bend else ""))
        elif layer.kind == "largest":
            lines.append(f"layers.MaxPooling2D({layer.size}),")
        elif layer.kind == "mean":
            lines.append("layers.GlobalAveragePooling2D(),")
        else:
            lines += [f"layers.Dropout({net.params['dropout']}),"] if net.family == "grid" else []
            bend = f', activation="{layer.bend}"' if layer.bend else ""
            lines.append(f"layers.Dense({layer.weight.shape[1]}{bend}),")
    return "\n".join(" " * indent + line for line in lines)


def _grid(net):
    """Return the network of convolutions, and how pictures are fed to it."""
    shape = tuple(net.arrays["shape"].tolist())
    return [
        f'''def make_network(mean, spread):
    """Return convolutions and halvings of the grid: (N, {", ".join(map(str, shape))}) -> scores (N, {net.outputs})."""
    return keras.Sequential([
        keras.Input({shape}),
        layers.Normalization(mean=mean, variance=np.square(spread)),
{_listed(net, 8)}
    ])''',
        '''def learned(X):
    """Return how bright grids X (N, H, W) or (N, H, W, C) are, and how much that varies, per channel."""
    some = (X if X.ndim == 4 else X[..., None])[:: max(1, len(X) // 2000)].astype(float)
    mean, spread = some.mean(axis=(0, 1, 2)), some.std(axis=(0, 1, 2))
    return {"mean": mean.tolist(), "spread": np.maximum(spread, 1e-6).tolist()}''',
        '''def to_input(X, setting):
    """Return grids as Keras wants them: (N, H, W, C)."""
    return np.asarray(X if X.ndim == 4 else X[..., None], np.float32)''',
    ]


def _table(net):
    """Return the network for tables, and how rows are fed to it."""
    p = net.params
    width, members = p["width"], p["members"]
    return [
        f'''class Waves(layers.Layer):
    """A number x becomes x and {NUMBERS - 1} mixtures of waves cos(2 pi (f x + p)): (N, columns) -> (N, columns, {NUMBERS})."""

    def build(self, shape):
        normal, uniform = keras.initializers.RandomNormal, keras.initializers.RandomUniform
        self.frequency = self.add_weight(shape=(shape[1], {WAVES}), initializer=normal(stddev={p["pitch"]}))
        self.phase = self.add_weight(shape=(shape[1], {WAVES}), initializer=uniform(-0.5, 0.5))
        self.mix = self.add_weight(shape=(shape[1], {WAVES}, {NUMBERS - 1}), initializer=normal(stddev={WAVES**-0.5}))

    def call(self, x):
        x = x[..., None]
        waves = ops.cos(2 * np.pi * (x * self.frequency + self.phase))
        return ops.concatenate([x, ops.einsum("nif,ife->nie", waves, self.mix)], axis=2)''',
        f'''class Signs(layers.Layer):
    """{members} members look at the same numbers, each through signs of its own: (N, W) -> (N, {members}, W)."""

    def build(self, shape):
        drawn = np.random.default_rng({p["random_state"]}).choice([-1.0, 1.0], ({members}, shape[1]))
        self.signs = self.add_weight(shape=drawn.shape, initializer=lambda *_, **__: ops.convert_to_tensor(drawn, "float32"))

    def call(self, x):
        return x[:, None] * self.signs''',
        f'''def make_network(codes, center, scale):
    """Return learned numbers for every column and dense layers that mix them: (N, D) -> scores (N, {members}, {net.outputs})."""
    normal, found = keras.initializers.RandomNormal, []
    numbers, categories = ([i for i, c in enumerate(codes) if bool(c) == kind] for kind in (False, True))
    x = keras.Input((len(codes),))
    if numbers:
        found.append(layers.Flatten()(Waves()(ops.take(x, numbers, axis=1))))
    if categories:  # all have their rows in one table, one after the other
        starts = np.cumsum([0] + [codes[i] for i in categories])[:-1].astype("int32")
        code = ops.cast(ops.take(x, categories, axis=1), "int32") + starts
        table = layers.Embedding(sum(codes), {CATEGORIES}, embeddings_initializer=normal(stddev=0.5))
        found.append(layers.Flatten()(table(code)))
    h = Signs()(layers.Concatenate()(found) if len(found) > 1 else found[0])
    for _ in range({len(net.layers)}):
        h = layers.Dropout({p["dropout"]})(layers.Dense({width}, activation="silu")(h))
    head = layers.EinsumDense("nmh,mhk->nmk", ({members}, {net.outputs}), bias_axes="mk",
                              kernel_initializer=normal(stddev={0.1 / width**0.5:.6g}))
    return keras.Model(x, head(h))''',
        *scaling_parts(),
        '''def to_input(X, setting):
    """Return the rows as the network wants them."""
    return scaled(X, setting)''',
    ]


def _dense(net):
    """Return the network of dense layers, and how rows are fed to it."""
    return [
        f'''def make_network(inputs):
    """Return dense layers: rows (N, inputs) -> scores (N, {net.outputs})."""
    return keras.Sequential([
        keras.Input((inputs,)),
{_listed(net, 8)}
    ])''',
        '''def learned(X):
    """Return what the network is told about X (N, D)."""
    return {"inputs": X.shape[1]}''',
        '''def to_input(X, setting):
    """Return the rows as Keras wants them."""
    return X.astype(np.float32)''',
    ]


def _changes(net):
    """Return the layers that change pictures a little; they do so only while it learns."""
    c, found = net.changes, []
    if c.flip:
        found.append('layers.RandomFlip("horizontal")')
    if c.shift:
        found += [f'layers.RandomTranslation({c.shift}, {c.shift}, fill_mode="nearest")']
        found += [f'layers.RandomRotation({c.rotate} / 360, fill_mode="nearest")']
        found += [f'layers.RandomZoom({c.zoom}, fill_mode="nearest")']
    if c.shear:
        found += [f'layers.RandomShear({c.shear}, fill_mode="nearest")']
    if c.brightness:
        found += [f"layers.RandomContrast({c.brightness})", f"layers.RandomBrightness({c.brightness})"]
    if c.erase:
        found += [f"layers.RandomErasing({c.erase}, scale=(0.06, 0.25), fill_value=127.5)"]
    return found


def _train(net):
    """Return how it is trained."""
    p, cycle = net.params, net.family != "dense"
    decay = p["decay"] if not cycle else p["weight_decay"]
    more = f", use_ema=True, ema_momentum=max(0.0, 1 - 1 / ({AVERAGED} * steps)), global_clipnorm={CLIP}" * cycle
    if p.get("optimizer", "adamw") in ("adam", "adamw"):
        make = f"AdamW(rate, weight_decay={decay}, beta_2={0.99 if cycle else 0.999}{more})"
    else:
        make = f"SGD(rate, momentum=0.9, nesterov={cycle}, weight_decay={decay}{more})"
    if cycle:
        rate = [
            f"rise = round({WARM_UP} * steps)  # the learning rate rises from a tenth, then falls along half a cosine",
            f"rate = keras.optimizers.schedules.CosineDecay({p['learning_rate'] / 10:.6g}, max(1, steps - rise), "
            f"warmup_target={p['learning_rate']}, warmup_steps=rise)",
        ]
    else:
        rate = [f"rate = keras.optimizers.schedules.PolynomialDecay({p['learning_rate']}, steps, 0.0)"]
    if net.classify:
        loss = f"keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing={p.get('smoothing', 0.0)})"
        truth = [f"truth = keras.utils.to_categorical(y, {net.outputs})"]
    else:
        loss, truth = '"mean_squared_error"', ["truth = y[:, None].astype(np.float32)"]
    if net.family == "table":
        truth.append(f"truth = np.repeat(truth[:, None], {p['members']}, axis=1)  # every member learns by itself")
    made = ["network = make_network(**setting)"]
    if changes := _changes(net):
        made += ["changed = keras.Sequential([", "    keras.Input(network.input_shape[1:]),"]
        made += [*(f"    {layer}," for layer in changes), "    network,", "])"]
    lines = [
        "def train_network(X, y, setting):",
        '    """Return a network trained from scratch: same hyperparameters as the stored one, other random numbers."""',
        f"    keras.utils.set_random_seed({p['random_state']})",
        *(f"    {line}" for line in made),
        *(f"    {line}" for line in pace(net)),
        "    epochs = max(1, round(epochs))",
        "    steps = epochs * -(-len(X) // batch)",
        *(f"    {line}" for line in rate),
        f"    optimizer = keras.optimizers.{make}",
        '    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])',
        *(f"    {line}" for line in truth),
        f"    model = {'changed' if changes else 'network'}",
        f"    model.compile(optimizer, {loss})",
        "    model.fit(to_input(X, setting), truth, batch_size=batch, epochs=epochs, verbose=0)",
        "    return network",
    ]
    return "\n".join(lines)


def _answer(net):
    """Return the function that asks a network."""
    mean = ".mean(axis=1)" if net.family == "table" else ""
    lines = [
        "def answer(network, X, setting):",
        f'    """Return {f"probabilities (N, {net.outputs})" if net.classify else "values (N,)"}."""',
        "    scores = network.predict(to_input(X, setting), batch_size=1000, verbose=0).astype(float)",
    ]
    if net.classify:
        lines += ["    exp = np.exp(scores - scores.max(axis=-1, keepdims=True))"]
        lines += [f"    return (exp / exp.sum(axis=-1, keepdims=True)){mean}"]
    else:
        lines += [f"    return scores{mean}[:, 0]"]
    return "\n".join(lines)


def _predict(net):
    """Return the function that answers with the stored weights."""
    note = ""
    if net.family == "grid":
        note = "\n    # the stored filters hold what their batch norms did: those have mean 0 and variance 1"
    return f'''def predict(arrays, X):
    """Return the answers of the stored weights."""{note}
    network = make_network(**MODEL["setting"])
    network.set_weights(list(arrays.values()))  # stored in the order of network.weights
    return answer(network, X, MODEL["setting"])'''
