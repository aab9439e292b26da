package dev.codevar.examples;

import dev.codevar.CoDe;
import dev.codevar.Generated;
import dev.codevar.Generation;
import dev.codevar.GenerationObserver;
import dev.codevar.Request;
import dev.codevar.decode.ScaleReport;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes four pictures with the library and writes them as PNG files. */
public final class HelloCode {

    private HelloCode() {}

    /**
     * @param arguments the folder of fashion32; without, {@code models/fashion32}, as seen from the project's folder
     */
    public static void main(String... arguments) {
        Path models = Path.of(arguments.length > 0 ? arguments[0] : "models/fashion32");
        try (CoDe code = CoDe.open(models)) {
            Request request = code.request()
                    .plan("large:4,small") // CoDe: the large model makes 4 scales, the small one the rest
                    .classes("Sneaker", "Bag")
                    .count(4)
                    .seed(7)
                    .build();

            GenerationObserver observer = new GenerationObserver() {
                @Override
                public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                    System.out.println("scale " + (report.scale() + 1) + " of " + report.scales());
                }
            };

            Generation done = code.generate(request, observer);
            for (Generated one : done.pictures()) {
                String name = code.models().className(one.item().label());
                Path file = Path.of(name + "-" + one.item().seed() + ".png");
                PictureFiles.writePng(file, one.picture(), Map.of("Title", name));
                System.out.println("wrote " + file);
            }
        }
    }
}
