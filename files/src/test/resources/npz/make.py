"""Makes the files beside it with numpy 2 on Linux: python3 make.py. NpzFixtures.java knows the same arrays."""

import zipfile

import numpy as np
from numpy.lib import format as npy

pixels = (np.arange(2 * 3 * 4 * 3) * 7 % 256).astype("|u1").reshape(2, 3, 4, 3)
arrays = {
    "arr_0": pixels,
    "floats": (np.arange(6) / 8 - 0.25).astype("<f4").reshape(2, 3),
    "doubles": np.arange(5) / 3,
    "labels": np.array([-1, 0, 999], dtype="<i4"),
    "counts": np.array([[1 << 40], [-3]], dtype="<i8"),
    "scalar": np.array(0.5),
    "none": np.zeros((0, 2), dtype="<f4"),
    "größe": np.array([7], dtype="|u1"),
}
np.savez("stored.npz", **arrays)
np.savez_compressed("deflated.npz", **arrays)
np.savez("one.npz", pixels)
np.savez("empty.npz")
np.save("pixels.npy", pixels)
# Its header would just fit into 128 bytes, which numpy makes 192.
np.save("rank14.npy", np.arange(100, dtype="|u1").reshape([1] * 13 + [100]))
np.save("halves.npy", np.array([0, -0.0, 1, -2, 65504, 2**-14, 2**-24, 1 / 3, np.inf, -np.inf, np.nan], dtype="<f2"))
for version in (2, 3):
    with open(f"version{version}.npy", "wb") as file:
        npy.write_array(file, pixels, version=(version, 0))

# Other orders of dimensions and bytes than those that this package writes.
np.save("fortran.npy", np.asfortranarray(arrays["floats"]))
np.save("fortran4.npy", np.asfortranarray(pixels))
for kind in ["f2", "f4", "f8", "i4", "i8"]:
    values = (np.arange(2 * 3 * 5) * 17 - 100).reshape(2, 3, 5)
    np.save(f"big_{kind}.npy", values.astype(">" + kind))
    np.save(f"both_{kind}.npy", np.asfortranarray(values.astype(">" + kind)))
np.savez_compressed("orders.npz", fortran=np.asfortranarray(pixels), big=arrays["doubles"].astype(">f8"))

# What this package refuses to read.
np.save("objects.npy", np.array([None, {}], dtype=object))
np.save("structures.npy", np.zeros(2, dtype=[("a", "<f4"), ("b", "|u1")]))
np.save("complex.npy", np.zeros(2, dtype=">c8"))
np.save("text.npy", np.array(["a", "bc"]))

# Python takes 64-bit fields for what exceeds this: now almost everything does, as in an archive of many gigabytes.
zipfile.ZIP64_LIMIT = 150
np.savez("zip64.npz", **arrays)
