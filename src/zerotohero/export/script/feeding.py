"""What happens to rows and pictures before a network sees them, as text: scaled, changed a little."""


def scaling_parts():
    """Return what a network for tables learns of its columns before it learns, and how they are scaled by that."""
    return [
        '''def learned(X, codes):
    """Return the middle and the spread of every column of X (N, D); ``codes`` has 0 for a number, else how many codes."""
    low, center, high = np.quantile(X, [0.25, 0.5, 0.75], axis=0)
    spread = np.where(high > low, (high - low) / 1.35, X.std(axis=0))  # 1.35: of a normal distribution
    scale = np.where(spread > 1e-90, spread, 1.0)
    return {"codes": codes, "center": center.tolist(), "scale": scale.tolist()}''',
        '''def scaled(X, setting):
    """Return X (N, D) with every number scaled, and bent towards 3 and -3 where it is extreme; codes as they are."""
    codes, center, scale = (np.array(setting[name]) for name in ("codes", "center", "scale"))
    x = np.clip((np.clip(X, -1e100, 1e100) - center) / scale, -1e6, 1e6)
    x = np.where(codes > 0, np.clip(X, 0, np.maximum(codes - 1, 0)), x / np.sqrt(1 + (x / 3) ** 2))
    return x.astype(np.float32)''',
    ]


def augment_part(net):
    """Return the function that changes pictures a little, if they are changed."""
    c = net.changes
    lines = []
    if c.shift or c.flip:
        lines += [
            f"angle, shear = {c.rotate} * torch.pi / 180 * draw[0], {c.shear} * draw[1]",
            f"wide, high = torch.exp({c.zoom} * (draw[2] + draw[3] / 2)), torch.exp({c.zoom} * (draw[2] + draw[4] / 2))",
            *(["wide = torch.where(draw[7] < 0, -wide, wide)  # left and right swapped"] if c.flip else []),
            "theta = torch.stack([",
            f"    wide * angle.cos(), wide.abs() * (shear - angle.sin()), {2 * c.shift} * draw[5],",
            f"    {'wide.sign() * ' if c.flip else ''}high * angle.sin(), high * angle.cos(), {2 * c.shift} * draw[6],",
            "], dim=1).view(n, 2, 3)",
            "places = functional.affine_grid(theta, x.shape, align_corners=False)",
            'x = functional.grid_sample(x, places, padding_mode="border", align_corners=False)',
        ]
    if c.brightness:
        lines += [
            "mean, more = x.mean(dim=(1, 2, 3), keepdim=True), draw[8:10, :, None, None, None]",
            f"x = ((x - mean) * (1 + {c.brightness} * more[0]) + mean + {255 * c.brightness:g} * more[1]).clamp(0, 255)",
        ]
    if c.erase:
        lines += [
            "down, across = torch.arange(x.shape[2]) / x.shape[2], torch.arange(x.shape[3]) / x.shape[3]",
            "size, place = torch.rand(2, n, 1) / 8 + 1 / 8, torch.rand(2, n, 1)",
            "inside = ((down - place[0]).abs() < size[0])[:, :, None] & ((across - place[1]).abs() < size[1])[:, None]",
            f"x = x.masked_fill((inside & (torch.rand(n, 1, 1) < {c.erase}))[:, None], 127.5)  # a grey rectangle",
        ]
    if not lines:
        return []
    head = [
        "def augment(x):",
        '    """Return pictures (N, C, H, W) changed a little, each in its own way."""',
        "    n = len(x)",
        "    draw = torch.rand(10, n) * 2 - 1",
    ]
    return ["\n".join([*head, *(f"    {line}" for line in lines), "    return x"])]
