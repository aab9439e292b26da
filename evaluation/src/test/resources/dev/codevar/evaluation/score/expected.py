"""What ScoringTest expects of Lattice's features, by the definitions alone and in exact fractions up to the last division.

Density and coverage: Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models" (2020), with balls that do not
hold their own edge. KID: the unbiased squared maximum mean discrepancy under (x·y/d + 1)³ of Bińkowski et al. (2018).

    python3 expected.py
"""

from fractions import Fraction


def lattice(n, d, a, b, c, m, shift):
    return [[Fraction((i * a + j * b + i * j * c + i * i % 7 * j) % m, 64) + shift for j in range(d)] for i in range(n)]


def squared_distance(x, y):
    return sum((p - q) ** 2 for p, q in zip(x, y))


def density_and_coverage(reference, samples, k):
    inside = []
    for i, x in enumerate(reference):
        radius = sorted(squared_distance(x, y) for j, y in enumerate(reference) if j != i)[k - 1]
        inside.append(sum(squared_distance(x, y) < radius for y in samples))
    return Fraction(sum(inside), k * len(samples)), Fraction(sum(n > 0 for n in inside), len(reference))


def kernel(x, y):
    return (sum(p * q for p, q in zip(x, y)) / len(x) + 1) ** 3


def kernel_distance(one, other):
    def within(points):
        pairs = sum(kernel(x, y) for i, x in enumerate(points) for j, y in enumerate(points) if i != j)
        return pairs / (len(points) * (len(points) - 1))

    across = sum(kernel(x, y) for x in one for y in other) / (len(one) * len(other))
    return within(one) + within(other) - 2 * across


reference = lattice(60, 8, 37, 101, 11, 257, Fraction(0))
samples = lattice(80, 8, 53, 67, 13, 241, Fraction(1, 4))
for k in (3, 5):
    density, coverage = density_and_coverage(reference, samples, k)
    print(f"k {k}: density {density} = {float(density)}, coverage {coverage}")
print("KID of the first 60 samples", float(kernel_distance(samples[:60], reference)))
