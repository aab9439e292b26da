"""Makes the .pth files beside this one: checkpoints as trainings leave them, pickled by CPython as torch.save does it.

torch is not needed: stand-ins with its names pickle to the same opcodes. Everything beside the tensors is real (argparse, NumPy,
pathlib, collections). Needs Python 3 and NumPy.
"""

import argparse
import collections
import io
import pathlib
import pickle
import random
import struct
import sys
import types
import zipfile

import numpy

torch = types.ModuleType("torch")
utils = types.ModuleType("torch._utils")
sys.modules.update({"torch": torch, "torch._utils": utils})


def stand_in(module, name, value):
    value.__module__, value.__qualname__, value.__name__ = module.__name__, name, name
    setattr(module, name, value)
    return value


FloatStorage = stand_in(torch, "FloatStorage", type("FloatStorage", (), {}))
rebuild = stand_in(utils, "_rebuild_tensor_v2", lambda *arguments: None)
rebuild_parameter = stand_in(utils, "_rebuild_parameter", lambda *arguments: None)
Size = stand_in(torch, "Size", type("Size", (tuple,), {"__reduce__": lambda self: (Size, (tuple(self),))}))


class Storage:
    def __init__(self, values):
        self.values = values


class Tensor:
    def __init__(self, *values):
        self.storage = Storage(values)

    def __reduce_ex__(self, protocol):
        count = len(self.storage.values)
        return rebuild, (self.storage, 0, (count,), (1,), False, collections.OrderedDict())


class Parameter(Tensor):
    def __reduce_ex__(self, protocol):
        return rebuild_parameter, (Tensor(*self.storage.values), True, collections.OrderedDict())


def save(file, value):
    storages = []
    pickled = io.BytesIO()

    class Pickler(pickle.Pickler):
        def persistent_id(self, it):
            if isinstance(it, Storage):
                storages.append(it.values)
                return "storage", FloatStorage, str(len(storages) - 1), "cuda:0", len(it.values)
            return None

    Pickler(pickled, protocol=2).dump(value)
    with zipfile.ZipFile(pathlib.Path(__file__).parent / file, "w", zipfile.ZIP_STORED) as archive:

        def put(name, content):
            archive.writestr(zipfile.ZipInfo("archive/" + name, (1980, 1, 1, 0, 0, 0)), content)

        put("data.pkl", pickled.getvalue())
        put("byteorder", "little")
        for key, values in enumerate(storages):
            put("data/" + str(key), struct.pack("<" + str(len(values)) + "f", *values))
        put("version", "3\n")


def state_dict(prefix="", **tensors):
    state = collections.OrderedDict((prefix + name.replace("__", "."), tensor) for name, tensor in tensors.items())
    state._metadata = collections.OrderedDict([("", {"version": 1})])
    return state


def transformer(first, prefix=""):
    return state_dict(prefix, pos_start=Tensor(first), blocks__0__attn__q_bias=Tensor(first, first + 1))


def adam(parameters):
    state = {i: {"step": Tensor(9), "exp_avg": Tensor(0, 0), "exp_avg_sq": Tensor(1, 1)} for i in range(parameters)}
    return {"state": state, "param_groups": [{"lr": 1e-4, "betas": (0.9, 0.95), "params": list(range(parameters))}]}


# As VAR's own trainer writes it.
save("var-trainer.pth", {
    "epoch": 7,
    "iter": 0,
    "trainer": {
        "config": {"patch_nums": (1, 2, 3), "label_smooth": 0.0, "prog_it": 2**40, "first_prog": True},
        "var_wo_ddp": transformer(10),
        "vae_local": state_dict(quantize__embedding__weight=Tensor(5), encoder__conv_in__weight=Tensor(6)),
        "var_opt": {"scaler": None, "optimizer": adam(40)},
    },
    "args": collections.OrderedDict([("bs", 768), ("exp_name", "text"), ("fp16", 2), ("opt", "adamw"), ("pn", None)]),
})

# One model, with everything beside it that people keep.
save("beside.pth", {
    "args": argparse.Namespace(lr=1e-4, resume="", classes=range(3), dtype=numpy.float32),
    "model": transformer(20, "module._orig_mod."),
    "optimizer": adam(3),
    "best": numpy.float64(1.5),
    "loss": numpy.arange(4, dtype=numpy.float32),
    "history": collections.defaultdict(list, {"loss": [1.0, 2.0]}),
    "out": pathlib.Path("out"),
    "shape": Size((3, 4)),
    "seen": {1, 2},
    "rng": {"torch": Tensor(1, 2), "numpy": numpy.random.RandomState(1).get_state(), "python": random.Random(1).getstate()},
})

save("ema.pth", {"state_dict": transformer(30, "_orig_mod.module."), "ema": transformer(40), "step": 5})
save("parameters.pth", {"model": [{"net": {"blocks.0.w": Parameter(50), "last": Parameter(51)}}]})
save("no-model.pth", {"optimizer": adam(2), "epoch": 3})
