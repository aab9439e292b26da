"""The matrix products and the attention of VAR's and CoDe's transformers in plain PyTorch, for comparison with `codevar bench`.

Nothing else of a decode is computed: no norms, no head's softmax, no sampling, no VQ-VAE. So it is what a decode could at best
take with PyTorch's own kernels.
"""

import argparse
import json
import time

import torch
import torch.nn.functional as F

SIDES = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16)
HEAD = 64
CODES = 4096


class Transformer:
    """The weights of one depth, and a cache of keys and values for `rows` rows."""

    def __init__(self, depth, rows, last, device, dtype):
        width = HEAD * depth
        shape = lambda out, inputs: torch.randn(out, inputs, device=device, dtype=dtype) / inputs**0.5
        self.depth, self.heads, self.width = depth, depth, width
        self.blocks = [
            (shape(3 * width, width), shape(width, width), shape(4 * width, width), shape(width, 4 * width))
            for _ in range(depth)
        ]
        self.head = shape(CODES, width)
        tokens = sum(side * side for side in SIDES[:last])
        self.cache = torch.zeros(depth, 2, rows, depth, tokens, HEAD, device=device, dtype=dtype)

    def feed(self, x_rlC, first, last):
        """Scales `first` to before `last`; each sees itself and all before it."""
        rows, length, _ = x_rlC.shape
        begin = sum(side * side for side in SIDES[:first])
        for (qkv, projection, fc1, fc2), kept in zip(self.blocks, self.cache):
            q, k, v = F.linear(x_rlC, qkv).view(rows, length, 3, self.heads, HEAD).permute(2, 0, 3, 1, 4)
            kept[0][:, :, begin : begin + length] = k
            kept[1][:, :, begin : begin + length] = v
            parts, at, end = [], 0, begin
            for scale in range(first, last):
                size = SIDES[scale] ** 2
                end += size
                parts.append(F.scaled_dot_product_attention(
                    q[:, :, at : at + size], kept[0][:, :, :end], kept[1][:, :, :end], scale=1.0 / HEAD))
                at += size
            attended = torch.cat(parts, 2).transpose(1, 2).reshape(rows, length, self.width)
            x_rlC = F.linear(F.gelu(F.linear(F.linear(attended, projection), fc1), approximate="tanh"), fc2)
        return F.linear(x_rlC[:, -(SIDES[last - 1] ** 2) :], self.head)


def decode(drafter, refiner, steps, rows, device, dtype):
    """The drafter makes `steps` scales, the refiner sees them all at once with its first and makes the rest."""
    logits = None
    for scale in range(steps):
        x_rlC = torch.ones(rows, SIDES[scale] ** 2, drafter.width, device=device, dtype=dtype)
        logits = drafter.feed(x_rlC, scale, scale + 1)
    seen = 0
    for scale in range(steps, len(SIDES)):
        tokens = sum(side * side for side in SIDES[seen : scale + 1])
        x_rlC = torch.ones(rows, tokens, refiner.width, device=device, dtype=dtype)
        logits = refiner.feed(x_rlC, seen, scale + 1)
        seen = scale + 1
    assert logits.shape == (rows, SIDES[-1] ** 2, CODES)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--device", default="cuda")
    options.add_argument("--dtype", default="float16")
    options.add_argument("--depths", type=int, nargs=2, default=(30, 16))
    options.add_argument("--batch", type=int, nargs="+", default=(64,))
    options.add_argument("--steps", type=int, nargs="+", default=(10, 6))
    options.add_argument("--repetitions", type=int, default=3)
    asked = options.parse_args()
    device, dtype = torch.device(asked.device), getattr(torch, asked.dtype)
    wait = torch.cuda.synchronize if device.type == "cuda" else lambda: None
    torch.backends.cuda.matmul.allow_tf32 = False
    for batch in asked.batch:
        rows = 2 * batch
        for steps in asked.steps:
            with torch.inference_mode():
                drafter = Transformer(asked.depths[0], rows, steps, device, dtype)
                refiner = Transformer(asked.depths[1], rows, len(SIDES), device, dtype) if steps < len(SIDES) else None
                if device.type == "cuda":
                    torch.cuda.reset_peak_memory_stats()
                seconds = []
                for _ in range(1 + asked.repetitions):
                    wait()
                    start = time.perf_counter()
                    decode(drafter, refiner, steps, rows, device, dtype)
                    wait()
                    seconds.append(time.perf_counter() - start)
                best = min(seconds[1:])
                print(json.dumps({
                    "torch": torch.__version__,
                    "device": torch.cuda.get_device_name() if device.type == "cuda" else "cpu",
                    "dtype": asked.dtype,
                    "depths": asked.depths,
                    "steps": steps,
                    "batch": batch,
                    "seconds": best,
                    "pictures_per_second": batch / best,
                    "peak_bytes": torch.cuda.max_memory_allocated() if device.type == "cuda" else None,
                }), flush=True)
                del drafter, refiner


if __name__ == "__main__":
    main()
