package dev.codevar.measure.speed.ceiling;

import dev.codevar.nn.ProductKinds;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Times every kind of product that can multiply here, whichever the library would choose, at several shapes: the ceiling is then the
 * machine's, not that of our own choice.
 */
final class ProductMeter {
    /** Rows a thread of the first shape, all of which stays in the caches: what limits it is the arithmetic alone. */
    private static final long CACHED_ROWS_A_THREAD = 128;

    private static final long CACHED_SIDE = 512;

    private final Compute compute;
    private final Duration budget;
    private final ToDoubleFunction<Supplier<Tensor>> seconds;

    /**
     * @param budget how long each product is repeated at each shape
     */
    ProductMeter(Compute compute, Duration budget) {
        this(compute, budget, product -> BestTime.seconds(product, budget));
    }

    /**
     * @param budget what a product may take at once
     * @param seconds times a product
     */
    ProductMeter(Compute compute, Duration budget, ToDoubleFunction<Supplier<Tensor>> seconds) {
        this.compute = compute;
        this.budget = budget;
        this.seconds = seconds;
    }

    private record Shape(long rows, long in, long out) {
        double flops() {
            return 2.0 * rows * in * out;
        }
    }

    /**
     * From the smallest to the largest: in the caches, then feed-forward layers of depths 16 and 30, the second with more rows: the
     * last as many as a GPU needs.
     */
    private static List<Shape> shapes() {
        return List.of(
                new Shape(CACHED_ROWS_A_THREAD * Libtorch.threads(), CACHED_SIDE, CACHED_SIDE),
                new Shape(512, 1024, 4096),
                new Shape(512, 4096, 1024),
                new Shape(512, 1920, 7680),
                new Shape(2048, 1920, 7680),
                new Shape(32_768, 1920, 7680));
    }

    /** {@return the rate of each kind at every shape that does not take longer than the budget at once, and at the first} */
    List<ProductRate> rates() {
        List<ProductRate> rates = new ArrayList<>();
        for (ProductKinds.Kind kind : ProductKinds.of(compute)) {
            double best = 0;
            for (Shape shape : shapes()) {
                if (best == 0 || shape.flops() / best <= budget.toNanos() * 1e-9) {
                    double rate = shape.flops() / time(kind, shape);
                    best = Math.max(best, rate);
                    rates.add(new ProductRate(kind.name(), shape.rows(), shape.in(), shape.out(), rate));
                }
            }
        }
        return rates;
    }

    private double time(ProductKinds.Kind kind, Shape shape) {
        return Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor weight_OI = compute.place(torch.randn(shape.out(), shape.in()));
                UnaryOperator<Tensor> product = kind.packing().pack(weight_OI, owner);
                Tensor x_rI = compute.place(torch.randn(shape.rows(), shape.in()));
                return seconds.applyAsDouble(() -> product.apply(x_rI));
            }
        });
    }
}
