package dev.codevar.nn;

import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * oneDNN's product with a weight packed once, in float32 or bfloat16. It adds up a number's terms one after the other, however many rows
 * and threads there are, so that a row's bits are its own (not so in tiles, with AMX). The kernel for a number of rows is asked for anew
 * each time: oneDNN keeps those that it has made, and finds one in some microseconds.
 */
final class DnnlProduct implements Product {
    /** A packed weight lies the same for every number of rows. */
    private static final long USUAL_ROWS = 512;

    private final ScalarType result;
    private final long in;
    private final long out;
    private final memory.desc packing;
    private final memory weight;
    private final @Nullable Tensor bias_1O;
    private final primitive_attr plain;
    private final primitive_attr gelu;

    /**
     * @param placed_OI the weight (out, in), float32 or bfloat16
     * @param bias_O the bias (out), likewise, or null; stays the caller's
     * @param result the type of what comes out: the weight's or float32
     * @param owner keeps the packed weight
     */
    DnnlProduct(Tensor placed_OI, @Nullable Tensor bias_O, ScalarType result, Owner owner) {
        this.result = result;
        memory.data_type type = Dnnl.type(placed_OI.scalar_type());
        out = placed_OI.size(0);
        in = placed_OI.size(1);
        bias_1O = bias_O == null ? null : owner.own(bias_O.view(1, out));
        try (PointerScope making = new PointerScope()) {
            packing = owner.own(new matmul.primitive_desc(
                            Dnnl.processor(),
                            layout(type, USUAL_ROWS, in, memory.format_tag.ab),
                            layout(type, in, out, memory.format_tag.any),
                            layout(Dnnl.type(result), USUAL_ROWS, out, memory.format_tag.ab))
                    .weights_desc());
            Tensor packed_n =
                    owner.own(torch.empty(new long[] {packing.get_size()}, new TensorOptions(ScalarType.Byte), null));
            weight = owner.own(new memory(packing, Dnnl.processor(), packed_n.data_ptr()));
            pack(Dnnl.in(placed_OI.t()));
            plain = owner.own(new primitive_attr());
            gelu = owner.own(new primitive_attr());
            post_ops after = new post_ops();
            after.append_eltwise(dnnl.algorithm.eltwise_gelu_tanh, 0, 0);
            gelu.set_post_ops(after);
        }
    }

    private static memory.desc layout(memory.data_type type, long rows, long columns, memory.format_tag order) {
        return new memory.desc(new long[] {rows, columns}, type, order);
    }

    private void pack(memory loose) {
        Dnnl.run(
                new reorder(loose, weight),
                new IntMemoryMap().put(dnnl.DNNL_ARG_FROM, loose).put(dnnl.DNNL_ARG_TO, weight));
    }

    @Override
    public Tensor apply(Tensor x_rI, boolean withGelu) {
        return Scoped.result(() -> {
            long[] sizes = x_rI.sizes().vec().get();
            sizes[sizes.length - 1] = out;
            Tensor given_rI = x_rI.reshape(-1, in);
            long rows = given_rI.size(0);
            // A row alone takes another kernel, which on AVX-512 adds up 1920 terms and more in another order: it is
            // given company.
            Tensor some_rI = (rows == 1 ? given_rI.expand(2, in) : given_rI).contiguous();
            Tensor y_rO = torch.empty(new long[] {some_rI.size(0), out}, new TensorOptions(result), null);
            multiply(some_rI, y_rO, withGelu ? gelu : plain);
            return y_rO.narrow(0, 0, rows).view(sizes);
        });
    }

    private void multiply(Tensor x_rI, Tensor y_rO, primitive_attr attributes) {
        IntMemoryMap operands = new IntMemoryMap()
                .put(dnnl.DNNL_ARG_SRC, Dnnl.in(x_rI))
                .put(dnnl.DNNL_ARG_WEIGHTS, weight)
                .put(dnnl.DNNL_ARG_DST, Dnnl.in(y_rO));
        matmul.primitive_desc description;
        if (bias_1O == null) {
            description = new matmul.primitive_desc(
                    Dnnl.processor(), Dnnl.layout(x_rI), packing, Dnnl.layout(y_rO), attributes, false);
        } else {
            description = new matmul.primitive_desc(
                    Dnnl.processor(),
                    Dnnl.layout(x_rI),
                    packing,
                    Dnnl.layout(bias_1O),
                    Dnnl.layout(y_rO),
                    attributes,
                    false);
            operands.put(dnnl.DNNL_ARG_BIAS, Dnnl.in(bias_1O));
        }
        Dnnl.run(new matmul(description), operands);
    }
}
