package dev.codevar.cluster.task;

import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import scala.jdk.javaapi.CollectionConverters;

/** The device that a task computes on: of the GPUs of its machine the one that Spark gave it. */
public final class GivenDevice {
    private static final String CUDA = "cuda";
    private static final String RESOURCE = "gpu";

    private GivenDevice() {}

    /**
     * {@return the device, as commands take it}
     *
     * @param asked what the run asks for: one for the processor stays there, whatever Spark gives
     */
    public static String of(String asked, TaskContext context) {
        Map<String, ResourceInformation> given = CollectionConverters.asJava(context.resources());
        return asked.startsWith(CUDA) && given.containsKey(RESOURCE)
                ? CUDA + ":" + given.get(RESOURCE).addresses()[0]
                : asked;
    }
}
