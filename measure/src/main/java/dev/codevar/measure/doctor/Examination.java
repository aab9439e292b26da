package dev.codevar.measure.doctor;

import dev.codevar.model.VarConfig;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;

/** The child's part: loads what computes here and checks every kernel in every precision that computes here. */
public final class Examination {
    private static final long SEED = 1;

    private Examination() {}

    /**
     * @param models at whose shapes kernels are checked; products in 8 bits are timed at the last transformer's
     * @param out hears of every step before it begins and after it
     */
    public static void run(Models models, Consumer<Message> out) {
        out.accept(Message.begin("loading native libraries"));
        out.accept(Message.of(LoadedNatives.load()));
        torch.manual_seed(SEED);
        Checker checker = new Checker(out);
        for (Precision precision : precisions()) {
            Compute compute = new Compute(Device.CPU, precision);
            ProductTrials products = new ProductTrials(checker, compute);
            AttentionTrials attention = new AttentionTrials(checker, compute);
            for (VarConfig model : models.transformers()) {
                products.run(model);
                attention.run(model);
            }
            new PictureTrials(checker, compute).run(models.vae());
        }
        if (EightBitProduct.offered()) {
            ProductTrials products = new ProductTrials(checker, new Compute(Device.CPU, Precision.INT8));
            models.transformers().forEach(products::run);
            out.accept(Message.of(EightBitTimes.of(
                    models.transformers().get(models.transformers().size() - 1), checker)));
        }
        checker.begin("ending");
    }

    private static List<Precision> precisions() {
        return Stream.of(Precision.FLOAT32, Precision.BFLOAT16)
                .filter(precision -> precision == Precision.FLOAT32 || Cpu.multipliesBfloat16())
                .toList();
    }
}
