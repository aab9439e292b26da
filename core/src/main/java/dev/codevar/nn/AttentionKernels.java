package dev.codevar.nn;

import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.tensor.Owner;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** oneDNN's kernels for the attention of one shape: q·kᵀ in float32, its softmax in bfloat16, and what that selects of v. */
final class AttentionKernels implements AutoCloseable {
    private static final int LAST_AXIS = 2;

    private final Owner owner = new Owner();
    private final stream order;
    private final memory query;
    private final memory turnedKey;
    private final memory score;
    private final memory probability;
    private final memory value;
    private final memory attended;
    private final primitive multiply;
    private final primitive softmax;
    private final primitive select;
    private final IntMemoryMap ofMultiply;
    private final IntMemoryMap ofSoftmax;
    private final IntMemoryMap ofSelect;

    /**
     * What attention reads and writes: h heads, each in one piece.
     *
     * @param q_hlc queries
     * @param k_hec keys
     * @param v_hec values
     * @param score_hle room for scores, float32
     * @param probability_hle room for probabilities
     * @param attended_hlc room for the result
     */
    record Operands(
            Tensor q_hlc, Tensor k_hec, Tensor v_hec, Tensor score_hle, Tensor probability_hle, Tensor attended_hlc) {}

    /**
     * @param example of the shape, and lying in memory, as what {@link #run} will be given
     */
    AttentionKernels(Operands example) {
        try (PointerScope making = new PointerScope()) {
            order = owner.own(new stream(Dnnl.processor()));
            query = owner.own(Dnnl.in(example.q_hlc()));
            turnedKey = owner.own(Dnnl.in(example.k_hec().transpose(1, 2)));
            score = owner.own(Dnnl.in(example.score_hle()));
            probability = owner.own(Dnnl.in(example.probability_hle()));
            value = owner.own(Dnnl.in(example.v_hec()));
            attended = owner.own(Dnnl.in(example.attended_hlc()));
            multiply = product(query, turnedKey, score);
            softmax = owner.own(new softmax_forward(new softmax_forward.primitive_desc(
                    Dnnl.processor(),
                    dnnl.prop_kind.forward_inference,
                    dnnl.algorithm.softmax_accurate,
                    score.get_desc(),
                    probability.get_desc(),
                    LAST_AXIS)));
            select = product(probability, value, attended);
            ofMultiply = operands(query, score).put(dnnl.DNNL_ARG_WEIGHTS, turnedKey);
            ofSoftmax = operands(score, probability);
            ofSelect = operands(probability, attended).put(dnnl.DNNL_ARG_WEIGHTS, value);
        }
    }

    private primitive product(memory left, memory right, memory result) {
        return owner.own(new matmul(
                new matmul.primitive_desc(Dnnl.processor(), left.get_desc(), right.get_desc(), result.get_desc())));
    }

    private IntMemoryMap operands(memory from, memory to) {
        return owner.own(new IntMemoryMap().put(dnnl.DNNL_ARG_SRC, from).put(dnnl.DNNL_ARG_DST, to));
    }

    /** Overwrites the result, and scores and probabilities too. */
    void run(Operands operands) {
        query.set_data_handle(operands.q_hlc().data_ptr());
        turnedKey.set_data_handle(operands.k_hec().data_ptr());
        score.set_data_handle(operands.score_hle().data_ptr());
        probability.set_data_handle(operands.probability_hle().data_ptr());
        value.set_data_handle(operands.v_hec().data_ptr());
        attended.set_data_handle(operands.attended_hlc().data_ptr());
        multiply.execute(order, ofMultiply);
        softmax.execute(order, ofSoftmax);
        select.execute(order, ofSelect);
        order._wait();
    }

    @Override
    public void close() {
        owner.close();
    }
}
