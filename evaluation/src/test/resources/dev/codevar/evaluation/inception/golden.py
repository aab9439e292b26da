#!/usr/bin/env python3
"""Activations of the 2015 Inception network with a sixteenth of its channels, by numpy alone, in float64.

    python3 golden.py          writes golden.f32: pool, spatial, logits of two pictures, float32 little-endian
    python3 golden.py --check  says how far each detail of the network moves the activations: a test that uses the
                               file can tell it right from wrong only if this is far above the test's tolerance

Every weight is a hash of its name and place, so no weights have to be stored.
"""
import os
import sys

import numpy as np

THIN = 16
GAMMA = np.uint64(0x9E3779B97F4A7C15)


def uniform(name, count):
    """FNV-1a of the name, then SplitMix64 of that plus the place: numbers in [-1, 1)."""
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = (h ^ byte) * 0x100000001B3 % 2**64
    with np.errstate(over="ignore"):
        x = (np.arange(count, dtype=np.uint64) + np.uint64(h)) * GAMMA
        x = (x ^ x >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ x >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        x ^= x >> np.uint64(31)
    return (x >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1


def weight(name, shape, scale, offset=0.0):
    return (uniform(name, int(np.prod(shape))) * scale + offset).astype(np.float32).astype(np.float64).reshape(shape)


def windows(x, high, wide, stride):
    """(B, c, h', w', high, wide): every window of the size."""
    return np.lib.stride_tricks.sliding_window_view(x, (high, wide), axis=(2, 3))[:, :, ::stride, ::stride]


def padded(x, down, across, value=0.0):
    return np.pad(x, ((0, 0), (0, 0), (down, down), (across, across)), constant_values=value)


class Network:
    def __init__(self, wrong=()):
        self.wrong = wrong

    def conv(self, x, name, out, kernel=1, stride=1, pad=None):
        high, wide = kernel if isinstance(kernel, tuple) else (kernel, kernel)
        out //= THIN
        inputs = x.shape[1]
        if pad is None:
            pad = (high // 2, wide // 2)
        k = weight(name + ".conv.weight", (out, inputs, high, wide), (6 / (inputs * high * wide)) ** 0.5)
        y = np.einsum("bchwij,ocij->bohw", windows(padded(x, *pad), high, wide, stride), k, optimize=True)
        gamma = weight(name + ".bn.weight", (out,), 0.25, 1)
        beta = weight(name + ".bn.bias", (out,), 0.25, 0.1)
        mean = weight(name + ".bn.running_mean", (out,), 0.25)
        var = weight(name + ".bn.running_var", (out,), 0.5, 1)
        eps = 1e-5 if "epsilon" in self.wrong else 1e-3
        column = lambda v: v[None, :, None, None]
        y = (y - column(mean)) / np.sqrt(column(var) + eps) * column(gamma) + column(beta)
        return np.maximum(y, 0)

    def average(self, x):
        sums = windows(padded(x, 1, 1), 3, 3, 1).sum((4, 5))
        counts = windows(padded(np.ones_like(x), 1, 1), 3, 3, 1).sum((4, 5))
        return sums / (9 if "average counts outside" in self.wrong else counts)

    def largest(self, x):
        return windows(padded(x, 1, 1, -np.inf), 3, 3, 1).max((4, 5))

    @staticmethod
    def halved(x):
        return windows(x, 3, 3, 2).max((4, 5))

    def resize(self, pictures):
        side = 299

        def axis(size):
            scale = np.float32(size) / np.float32(side)
            if "half pixel" in self.wrong:
                source = np.maximum((np.arange(side, dtype=np.float32) + np.float32(0.5)) * scale - np.float32(0.5), 0)
            else:
                source = np.arange(side, dtype=np.float32) * scale
            low = np.floor(source).astype(int)
            return low, np.minimum(low + 1, size - 1), source - low.astype(np.float32)

        x = pictures.astype(np.float32)
        low, high, part = axis(x.shape[2])
        left, right, across = axis(x.shape[3])
        top, bottom = x[:, :, low], x[:, :, high]
        top = top[..., left] + (top[..., right] - top[..., left]) * across
        bottom = bottom[..., left] + (bottom[..., right] - bottom[..., left]) * across
        return top + (bottom - top) * part[:, None]

    def a(self, x, n, pool):
        five = self.conv(self.conv(x, n + ".branch5x5_1", 48), n + ".branch5x5_2", 64, 5)
        three = self.conv(x, n + ".branch3x3dbl_1", 64)
        three = self.conv(self.conv(three, n + ".branch3x3dbl_2", 96, 3), n + ".branch3x3dbl_3", 96, 3)
        pooled = self.conv(self.average(x), n + ".branch_pool", pool)
        return np.concatenate([self.conv(x, n + ".branch1x1", 64), five, three, pooled], 1)

    def b(self, x, n):
        three = self.conv(self.conv(x, n + ".branch3x3dbl_1", 64), n + ".branch3x3dbl_2", 96, 3)
        three = self.conv(three, n + ".branch3x3dbl_3", 96, 3, 2, (0, 0))
        return np.concatenate([self.conv(x, n + ".branch3x3", 384, 3, 2, (0, 0)), three, self.halved(x)], 1)

    def c(self, x, n, c7):
        seven = self.conv(self.conv(x, n + ".branch7x7_1", c7), n + ".branch7x7_2", c7, (1, 7))
        seven = self.conv(seven, n + ".branch7x7_3", 192, (7, 1))
        double = self.conv(x, n + ".branch7x7dbl_1", c7)
        for i, kernel, out in (2, (7, 1), c7), (3, (1, 7), c7), (4, (7, 1), c7), (5, (1, 7), 192):
            double = self.conv(double, f"{n}.branch7x7dbl_{i}", out, kernel)
        pooled = self.conv(self.average(x), n + ".branch_pool", 192)
        return np.concatenate([self.conv(x, n + ".branch1x1", 192), seven, double, pooled], 1)

    def d(self, x, n):
        three = self.conv(self.conv(x, n + ".branch3x3_1", 192), n + ".branch3x3_2", 320, 3, 2, (0, 0))
        seven = self.conv(self.conv(x, n + ".branch7x7x3_1", 192), n + ".branch7x7x3_2", 192, (1, 7))
        seven = self.conv(seven, n + ".branch7x7x3_3", 192, (7, 1))
        seven = self.conv(seven, n + ".branch7x7x3_4", 192, 3, 2, (0, 0))
        return np.concatenate([three, seven, self.halved(x)], 1)

    def e(self, x, n, pool):
        three = self.conv(x, n + ".branch3x3_1", 384)
        double = self.conv(self.conv(x, n + ".branch3x3dbl_1", 448), n + ".branch3x3dbl_2", 384, 3)
        return np.concatenate([
            self.conv(x, n + ".branch1x1", 320),
            self.conv(three, n + ".branch3x3_2a", 384, (1, 3)),
            self.conv(three, n + ".branch3x3_2b", 384, (3, 1)),
            self.conv(double, n + ".branch3x3dbl_3a", 384, (1, 3)),
            self.conv(double, n + ".branch3x3dbl_3b", 384, (3, 1)),
            self.conv(pool(x), n + ".branch_pool", 192)], 1)

    def run(self, pictures):
        x = (self.resize(pictures).astype(np.float64) - 128) / 128
        x = self.conv(x, "Conv2d_1a_3x3", 32, 3, 2, (0, 0))
        x = self.conv(x, "Conv2d_2a_3x3", 32, 3, 1, (0, 0))
        x = self.halved(self.conv(x, "Conv2d_2b_3x3", 64, 3))
        x = self.conv(x, "Conv2d_3b_1x1", 80)
        x = self.halved(self.conv(x, "Conv2d_4a_3x3", 192, 3, 1, (0, 0)))
        for name, pool in ("5b", 32), ("5c", 64), ("5d", 64):
            x = self.a(x, "Mixed_" + name, pool)
        x = self.b(x, "Mixed_6a")
        for name, c7 in ("6b", 128), ("6c", 160), ("6d", 160), ("6e", 192):
            x = self.c(x, "Mixed_" + name, c7)
            if name == "6d":
                spatial = x[:, :7] if "channels first" in self.wrong else x[:, :7].transpose(0, 2, 3, 1)
        x = self.d(x, "Mixed_7a")
        x = self.e(x, "Mixed_7b", self.average)
        x = self.e(x, "Mixed_7c", self.average if "average at the end" in self.wrong else self.largest)
        pool = x.mean((2, 3))
        features = pool.shape[1]
        fc = weight("fc.weight", (1008, features), (3 / features) ** 0.5)
        logits = pool @ fc.T
        if "bias" in self.wrong:
            logits = logits + weight("fc.bias", (1008,), 0.1)
        return pool, spatial.reshape(len(pictures), -1), logits


def main():
    b, c, y, x = np.ogrid[:2, :3, :40, :48]
    pictures = ((b * 37 + c * 61 + y * 7 + x * 11 + x * y % 13 * 5) % 256).astype(np.uint8)
    golden = Network().run(pictures)
    if "--check" in sys.argv:
        for wrong in ("half pixel", "epsilon", "average counts outside", "average at the end", "channels first", "bias"):
            moved = [np.abs(w - g).max() / np.abs(g).max() for w, g in zip(Network({wrong}).run(pictures), golden)]
            print(f"{wrong:24} pool {moved[0]:.1e}  spatial {moved[1]:.1e}  logits {moved[2]:.1e}")
        return
    file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden.f32")
    np.concatenate([part.ravel() for part in golden]).astype("<f4").tofile(file)


if __name__ == "__main__":
    main()
