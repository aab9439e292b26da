"""Makes the WebP and TIFF files beside this, and what Google's dwebp and Pillow make of them (.png of the same name).

Needs Pillow (12.3 was taken, with libwebp 1.6), numpy, cwebp and dwebp (Debian's package webp, 1.2.4) and tiffcp (libtiff-tools, 4.5).
"""

import ctypes
import glob
import os
import subprocess

import numpy as np
import PIL
from PIL import Image

WIDTH, HEIGHT = 43, 29


def photo(width, height):
    """Waves, discs and noise: something for every way to predict."""
    random = np.random.default_rng(1)
    y, x = np.mgrid[0:height, 0:width].astype(float)
    picture = np.full((height, width, 3), 128.0)
    for channel in range(3):
        for _ in range(6):
            a, b, phase = random.normal(0, 0.12), random.normal(0, 0.12), random.uniform(0, 6)
            picture[..., channel] += 30 * np.sin(a * x + b * y + phase)
    for _ in range(9):
        disc = (x - random.uniform(0, width)) ** 2 + (y - random.uniform(0, height)) ** 2 < random.uniform(1, 90)
        picture[disc] += random.normal(0, 70, 3)
    return (picture + random.normal(0, 4, picture.shape)).clip(0, 255).astype("uint8")


PHOTO = Image.fromarray(photo(WIDTH, HEIGHT))
CLEAR = PHOTO.copy()
Y, X = np.mgrid[0:HEIGHT, 0:WIDTH]
CLEAR.putalpha(Image.fromarray((np.hypot(X - 21, Y - 14) * 11 % 256).astype("uint8")))


def webp(name, picture, *options):
    picture.save("in.png")
    subprocess.run(["cwebp", "-quiet", *options, "in.png", "-o", f"webp/{name}.webp"], check=True)


class Configuration(ctypes.Structure):
    """libwebp's WebPConfig: numbers of 4 bytes, of which two are not whole."""

    _fields_ = [("before", ctypes.c_int * 18), ("partitions", ctypes.c_int), ("after", ctypes.c_int * 40)]


class Source(ctypes.Structure):
    """libwebp's WebPPicture, as far as it is needed."""

    _fields_ = [
        ("before", ctypes.c_int * 2),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("planes", ctypes.c_void_p * 9),
        ("more", ctypes.c_int * 2),
        ("write", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_uint8), ctypes.c_size_t, ctypes.c_void_p)),
        ("after", ctypes.c_uint8 * 500),
    ]


def partitions(name, picture):
    """Coefficients in eight parts, which cwebp has no option for."""
    libraries = os.path.join(os.path.dirname(os.path.dirname(PIL.__file__)), "pillow.libs")
    ctypes.CDLL(glob.glob(libraries + "/libsharpyuv*")[0], mode=ctypes.RTLD_GLOBAL)
    library = ctypes.CDLL(glob.glob(libraries + "/libwebp-*")[0])
    configuration, source = Configuration(), Source()
    assert library.WebPConfigInitInternal(ctypes.byref(configuration), 0, ctypes.c_float(40), 0x0210)
    assert library.WebPPictureInitInternal(ctypes.byref(source), 0x0210)
    configuration.partitions = 3
    source.width, source.height = picture.size
    assert library.WebPPictureImportRGB(ctypes.byref(source), picture.tobytes(), 3 * picture.width)
    out = bytearray()
    source.write = type(source.write)(lambda data, length, _: out.extend(ctypes.string_at(data, length)) or 1)
    assert library.WebPEncode(ctypes.byref(configuration), ctypes.byref(source))
    with open(f"webp/{name}.webp", "wb") as file:
        file.write(out)


def webps():
    partitions("partitions", PHOTO.resize((20, 150)))
    webp("lossless", PHOTO, "-lossless", "-m", "6", "-q", "100")
    webp("lossless-fast", PHOTO, "-lossless", "-z", "0")
    webp("lossless-clear", CLEAR, "-lossless", "-exact")
    for colours in (2, 4, 12, 100):
        webp(f"palette-{colours}", PHOTO.quantize(colours).convert("RGB"), "-lossless", "-z", "9")
    webp("dot", PHOTO.crop((3, 3, 4, 4)), "-q", "90")
    for quality in (0, 30, 75, 100):
        webp(f"lossy-{quality}", PHOTO, "-q", str(quality))
    webp("simple-filter", PHOTO, "-nostrong", "-f", "80", "-sharpness", "3", "-q", "10")
    webp("strong-filter", PHOTO, "-strong", "-f", "100", "-sharpness", "6", "-q", "10")
    webp("no-filter", PHOTO, "-f", "0", "-segments", "1", "-m", "0")
    for kind in ("none", "fast", "best"):
        webp(f"clear-{kind}", CLEAR, "-alpha_filter", kind)
    webp("clear-raw", CLEAR, "-alpha_filter", "best", "-alpha_method", "0")
    frames = [PHOTO, PHOTO.rotate(180)]
    frames[0].save("webp/animation.webp", save_all=True, append_images=frames[1:], quality=60)
    exif = Image.Exif()
    exif[274] = 6
    PHOTO.save("webp/turned.webp", lossless=True, exif=exif)
    os.remove("in.png")
    for file in os.listdir("webp"):
        name, kind = os.path.splitext("webp/" + file)
        if kind == ".webp" and "animation" not in name:
            subprocess.run(["dwebp", "-quiet", name + kind, "-o", name + ".png"], check=True)
    Image.open("webp/animation.webp").convert("RGB").save("webp/animation.png")
    PHOTO.transpose(Image.Transpose.ROTATE_270).save("webp/turned.png")


def tiff(name, source, *options):
    subprocess.run(["tiffcp", *options, source, f"tiff/{name}.tif"], check=True)


def tiffs():
    kinds = {"rgb": PHOTO, "grey": PHOTO.convert("L"), "palette": PHOTO.quantize(99), "bits": PHOTO.convert("1")}
    kinds |= {"inks": PHOTO.convert("CMYK"), "clear": CLEAR, "grey-clear": CLEAR.convert("LA")}
    for name, picture in kinds.items():
        picture.save(f"tiff/{name}.tif")
    wide = np.array(PHOTO)[..., 0].astype("uint16") * 257
    Image.fromarray(wide).save("tiff/wide.tif")
    tiff("lzw", "tiff/rgb.tif", "-c", "lzw:2", "-r", "9")
    tiff("lzw-bits", "tiff/bits.tif", "-c", "lzw", "-B")
    tiff("packbits", "tiff/palette.tif", "-c", "packbits", "-r", "1")
    tiff("deflate-inks", "tiff/inks.tif", "-c", "zip:2")
    tiff("tiles", "tiff/rgb.tif", "-t", "-w", "32", "-l", "16", "-c", "lzw")
    tiff("tiles-separate", "tiff/clear.tif", "-p", "separate", "-t", "-w", "16", "-l", "32", "-c", "zip:2")
    tiff("separate", "tiff/rgb.tif", "-p", "separate", "-c", "lzw:2", "-B")
    tiff("wide-big-endian", "tiff/wide.tif", "-B", "-c", "lzw:2")
    tiff("fax", "tiff/bits.tif", "-c", "g4")
    tiff("big", "tiff/rgb.tif", "-8")
    PHOTO.save("tiff/turned.tif", compression="tiff_lzw", tiffinfo={274: 8})
    for file in os.listdir("tiff"):
        picture = Image.open("tiff/" + file)
        picture.load()
        name = "tiff/" + os.path.splitext(file)[0]
        if name in ("tiff/fax", "tiff/big"):
            continue
        if picture.mode.startswith("I"):
            picture = Image.fromarray((np.array(picture) // 257).astype("uint8"))
        picture.convert("RGBA" if picture.has_transparency_data else "RGB").save(name + ".png", optimize=True)


if __name__ == "__main__":
    os.makedirs("webp", exist_ok=True)
    os.makedirs("tiff", exist_ok=True)
    webps()
    tiffs()
