package dev.codevar.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.Pickles;
import dev.codevar.checkpoint.PthFiles;
import dev.codevar.fault.CodeVarException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that want to run something are refused by the name of what they ask for. */
class PickleWhitelistTest {
    private static void refuses(Pickles pickle, String... reasons) {
        assertThatThrownBy(() -> StateUnpickler.read(pickle.bytes()))
                .isInstanceOf(CodeVarException.class)
                .message()
                .satisfies(message -> {
                    for (String reason : reasons) {
                        assertThat(message).contains(reason);
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({
        "os,system",
        "posix,system",
        "builtins,eval",
        "builtins,getattr",
        "__builtin__,bytearray",
        "decimal,Decimal",
        "datetime,datetime",
        "copyreg,_reconstructor",
        "torch.storage,_load_from_bytes",
        "torch,load",
        "torch._utils,_rebuild_tensor_v3",
        "torch,UntypedStorage",
        "argparse,Namespace",
        "java.lang,Runtime"
    })
    void refusesToCallAnythingElseByItsName(String module, String name) {
        refuses(
                Pickles.protocol2().global(module, name).ops("(").text("id").ops("tR."),
                "'" + module + "." + name + "'",
                "nothing was run");
        refuses(
                new Pickles().raw(0x80, 4).text(module).text(name).raw(0x93).ops(")R."),
                "'" + module + "." + name + "'");
        refuses(
                Pickles.protocol2().global(module, name).ops(")").raw(0x81).ops(")R."),
                "'" + module + "." + name + "'");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                'i', 'o', 0x92, 0x82, 0x83, 0x84, 'P', 'B', 'C', 0x8e, 0x96, 0x97, 0x98, 'T', 'U', 'S', 'V', 'I', 'L',
                'F', 0x8b, 0x8d, 0x8f, 0x90, 0x91, 'd', 'l', 'g', 'p', '0', '1', '2', 0, 0xff
            })
    void refusesEveryOtherOpcode(int opcode) {
        refuses(
                Pickles.protocol2().ops("N").raw(opcode, 0xff, 0xff, 0xff, 0xff),
                "opcode 0x" + Integer.toHexString(opcode) + ",");
    }

    @Test
    void objectsOfAnyClassAreWalkedOver() {
        Pickles object = Pickles.protocol2()
                .global("os", "system")
                .ops("(")
                .text("id")
                .ops("t")
                .raw(0x81);
        object.ops("}").text("attribute").ops("]sb(").text("key").ops("Nu(Ne.");
        assertThat(StateUnpickler.read(object.bytes())).isInstanceOf(Unbuilt.class);
        refuses(Pickles.protocol2().text("os.system").ops(")").raw(0x81), "String where Unbuilt belongs");
        refuses(Pickles.protocol2().global("os", "system").ops("N").raw(0x81), "None where Object[] belongs");
        refuses(Pickles.protocol2().tensor(PthFiles.floats("0", 1)).ops("}b."), "PickledTensor where Map belongs");
    }

    @Test
    void refusesToCallWhatIsNotAFunction() {
        refuses(Pickles.protocol2().text("os.system").ops(")R."), "String where PickleGlobal belongs");
        refuses(Pickles.protocol2().global("torch", "FloatStorage").ops(")R."), "'torch.FloatStorage'");
        refuses(
                Pickles.protocol2()
                        .global("collections", "OrderedDict")
                        .text("x")
                        .ops("R."),
                "String");
        refuses(
                Pickles.protocol2()
                        .global("collections", "OrderedDict")
                        .tuple(1)
                        .ops("R."),
                "1 arguments");
        refuses(Pickles.protocol2().global("torch._utils", "_rebuild_tensor_v2").ops(")R."), "0 arguments");
        refuses(Pickles.protocol2()
                .global("torch._utils", "_rebuild_tensor_v2")
                .tuple(1, 2, 3, 4, 5, 6)
                .ops("R."));
        refuses(Pickles.protocol2()
                .global("torch._utils", "_rebuild_parameter")
                .tuple(1, 2, 3)
                .ops("R."));
        refuses(Pickles.protocol2().ops("}").text("state").ops("b."), "String");
    }
}
