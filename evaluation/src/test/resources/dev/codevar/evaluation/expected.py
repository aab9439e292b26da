"""What EvaluationTest expects of pictures that are formulas: every score by its definition, in float64 by numpy and scipy.

Fréchet distances: |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½), covariances divided by n − 1. Precision and recall: Kynkäänniemi et al.
(2019), balls that hold their edge. Density and coverage: Naeem et al. (2020), balls that do not. KID: Bińkowski et al. (2018).
The margin says how near the nearest pair of distances that are compared comes, as a share: far more than float32 rounds.

    python3 expected.py
"""

import numpy
import scipy.linalg
import scipy.special

HEIGHT, WIDTH = 4, 6


def pictures(n, a, b, c, m, least):
    i = numpy.arange(n)[:, None]
    at = numpy.arange(HEIGHT * WIDTH * 3)[None]
    return (least + (i * a + at * b + i * at * c + i * i % 7 * at) % m).reshape(n, HEIGHT, WIDTH, 3)


def pool(pictures):
    halves = pictures.reshape(len(pictures), 2, -1, 3)
    return halves.mean(2).reshape(len(pictures), 6)


def spatial(pictures):
    return pictures[:, 0, 0, :2].astype(float)


def logits(pictures):
    return pictures[:, 0, 0] / 8


def frechet(one, other):
    first, second = numpy.cov(one, rowvar=False), numpy.cov(other, rowvar=False)
    root = scipy.linalg.sqrtm(first @ second).real
    means = one.mean(0) - other.mean(0)
    return means @ means + numpy.trace(first + second - 2 * root)


def inception_score(logits):
    p = scipy.special.softmax(logits, axis=1)
    return numpy.exp(numpy.mean(numpy.sum(p * (numpy.log(p) - numpy.log(p.mean(0))), axis=1)))


def squares(one, other):
    return ((one[:, None] - other[None]) ** 2).sum(2)


def radii(points, k):
    return numpy.sort(squares(points, points), axis=1)[:, k]


def share_inside(points, centres, k):
    return (squares(points, centres) <= radii(centres, k)[None]).any(1)


def margin(points, centres, k):
    radius = radii(centres, k)[None]
    return numpy.min(abs(squares(points, centres) - radius) / radius)


def kernel_distance(one, other):
    def kernel(x, y):
        return (x @ y.T / x.shape[1] + 1) ** 3

    def within(points):
        all = kernel(points, points)
        return (all.sum() - numpy.trace(all)) / (len(points) * (len(points) - 1))

    return within(one) + within(other) - 2 * kernel(one, other).mean()


samples = pictures(90, 53, 67, 13, 241, 15)
reference = pictures(70, 37, 101, 11, 251, 0)
s, r = pool(samples), pool(reference)
print("Fréchet distance", frechet(s, r))
print("spatial", frechet(spatial(samples), spatial(reference)))
print("Inception Score", inception_score(logits(samples)))
print("precision", share_inside(s, r, 3).sum(), "of", len(s), "recall", share_inside(r, s, 3).sum(), "of", len(r))
inside = squares(r, s) < radii(r, 5)[:, None]
print("density", inside.sum(), "/", 5 * len(s), "coverage", inside.any(1).sum(), "of", len(r))
print("margins", margin(s, r, 3), margin(r, s, 3), margin(s, r, 5))
print("KID of the first 70 samples", kernel_distance(s[:70], r))
