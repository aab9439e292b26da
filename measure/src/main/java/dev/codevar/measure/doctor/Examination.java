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
     * @param device whose kernels are checked; those of 8 bits are the processor's alone
     * @param out hears of every step before it begins and after it
     */
    public static void run(Models models, Device device, Consumer<Message> out) {
        out.accept(Message.begin("loading native libraries"));
        out.accept(Message.of(LoadedNatives.load()));
        torch.manual_seed(SEED);
        Checker checker = new Checker(device, out);
        for (Precision precision : precisions(device)) {
            Compute compute = new Compute(device, precision);
            ProductTrials products = new ProductTrials(checker, compute);
            AttentionTrials attention = new AttentionTrials(checker, compute);
            for (VarConfig model : models.transformers()) {
                products.run(model);
                attention.run(model);
            }
            new PictureTrials(checker, compute).run(models.vae());
        }
        if (!device.cuda() && EightBitProduct.offered()) {
            ProductTrials products = new ProductTrials(checker, new Compute(device, Precision.INT8));
            models.transformers().forEach(products::run);
            out.accept(Message.of(EightBitTimes.of(
                    models.transformers().get(models.transformers().size() - 1), checker)));
        }
        checker.begin("ending");
    }

    private static List<Precision> precisions(Device device) {
        if (device.cuda()) {
            return List.of(Precision.FLOAT32, Precision.BFLOAT16, Precision.FLOAT16);
        }
        return Stream.of(Precision.FLOAT32, Precision.BFLOAT16)
                .filter(precision -> precision == Precision.FLOAT32 || Cpu.multipliesBfloat16())
                .toList();
    }
}
