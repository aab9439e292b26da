"""What PerPictureSamplerTest expects: tokens of the default random mode, from Philox4x32-10 and the inverse of a cumulative sum.

A picture's uniform number for place i of scale k is the first 53 bits that Philox gives for the key "seed" and the counter
(i, k, stream, 0): stream 0 chooses tokens, stream 1 gives Gumbel noise. The token is the first whose cumulative weight exceeds
that number times the sum of all weights.

    python3 tokens.py
"""

import math

MASK = 0xFFFFFFFF


def philox(key, counter):
    k0, k1 = key & MASK, key >> 32 & MASK
    x0, x1, x2, x3 = counter
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * x0, 1 << 32)
        high1, low1 = divmod(0xCD9E8D57 * x2, 1 << 32)
        x0, x1, x2, x3 = high1 ^ x1 ^ k0, low1, high0 ^ x3 ^ k1, low0
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return x0, x1, x2, x3


def uniform(seed, place, scale, stream):
    low, high, _, _ = philox(seed, (place, scale, stream, 0))
    return (high << 32 | low) >> 11, 1 << 53


def weights(place, codes):
    return [(7 * v + 3 * place + 1) % 11 for v in range(codes)]


def token(seed, place, scale, codes):
    """In whole numbers: no rounding."""
    numerator, denominator = uniform(seed, place, scale, 0)
    w = weights(place, codes)
    running = 0
    for v, weight in enumerate(w):
        running += weight
        if running * denominator > numerator * sum(w):
            return v


assert philox(0xFFFFFFFFFFFFFFFF, (MASK,) * 4)[:2] == (0x408F276D, 0x41C83B0E), "the authors' known answer"
for scale in (0, 1, 5, 15):
    for seed in (42, -5):
        print("scale", scale, "seed", seed, [token(seed, place, scale, 64) for place in range(12)])
for scale in (1, 5):
    noise = [-math.log(-math.log1p(-n / d)) for n, d in (uniform(42, i, scale, 1) for i in range(6))]
    print("scale", scale, "Gumbel noise", noise)
