"""Makes lossy WebP files that no encoder makes, out of random numbers, and what Google's dwebp makes of them (.png of the same name).

Needs dwebp (Debian's package webp, 1.2.4), without its instructions for vectors, which compute otherwise where 16 bits overflow.
"""

import random
import struct
import subprocess

# What is told of each of a coefficient's 11 decisions, by kind of block; a decision is "no" in so many of 256 cases.
ZEROS = {(0, 0): 1, (0, 1): 255, (1, 0): 250, (2, 0): 1, (2, 1): 255}
LARGE = {(kind, decision): 20 for kind in range(4) for decision in range(1, 11)}


class Decisions:
    """Writes an arithmetic code (RFC 6386, 7.3)."""

    def __init__(self):
        self.low, self.range, self.bits = 0, 255, 0

    def add(self, yes, probability):
        split = 1 + (((self.range - 1) * probability) >> 8)
        if yes:
            self.low += split
        self.range = self.range - split if yes else split
        while self.range < 128:
            self.range <<= 1
            self.low <<= 1
            self.bits += 1

    def number(self, bits, value):
        for bit in reversed(range(bits)):
            self.add(value >> bit & 1, 128)

    def bytes(self):
        spare = -(self.bits + 8) % 8
        return (self.low << spare).to_bytes((self.bits + 8 + spare) // 8, "big")


def update_probabilities():
    numbers = [line.split() for line in open("../../../../../../main/resources/dev/codevar/picture/webp/lossy/vp8.txt") if line[0] != "#"]
    return [int(number) for line in numbers for number in line][1056:2112]


def key_frame(name, seed, quantizer, probabilities, segments=False, width=35, height=19):
    dice = random.Random(seed)
    header = Decisions()
    header.number(2, 0)
    header.number(3 if segments else 1, 0b100 if segments else 0)  # segments, of which nothing is said
    header.number(10, 45 << 3)  # edges are filtered
    header.number(1, 0)
    header.number(2, 0)
    header.number(7, quantizer)
    header.number(6, 0)
    for place, probability in enumerate(update_probabilities()):
        said = probabilities.get((place // 264, place % 11))
        header.add(said is not None, probability)
        if said is not None:
            header.number(8, said)
    header.number(1, 0)
    blocks = -(-width // 16) * -(-height // 16)
    for _ in range(16 * blocks):
        header.number(8, dice.randrange(256))
    first = header.bytes()
    coefficients = bytes([dice.randrange(255)]) + dice.randbytes(400 * blocks)
    frame = struct.pack("<I", len(first) << 5 | 0x10)[:3] + b"\x9d\x01\x2a" + struct.pack("<HH", width, height) + first + coefficients
    frame += b"\0" * (len(frame) % 2)
    chunks = b"WEBPVP8 " + struct.pack("<I", len(frame)) + frame
    with open(f"webp/{name}.webp", "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", len(chunks)) + chunks)
    subprocess.run(["dwebp", "-quiet", "-nodither", "-noasm", f"webp/{name}.webp", "-o", f"webp/{name}.png"], check=True)


if __name__ == "__main__":
    key_frame("zeros", 1, 60, ZEROS)
    key_frame("overflow", 2, 127, LARGE)
    key_frame("segments-unsaid", 3, 60, {}, segments=True)
