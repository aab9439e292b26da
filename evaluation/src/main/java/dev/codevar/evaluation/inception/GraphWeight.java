package dev.codevar.evaluation.inception;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.OneLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of the network as a constant of TensorFlow's graph.
 *
 * @param constant the numbers as they are stored
 * @param order which of the constant's dimensions comes where in the tensor
 * @param added to every number
 */
record GraphWeight(GraphConstant constant, List<Integer> order, float added) {
    private static final List<Integer> KERNEL = List.of(3, 2, 0, 1);
    private static final List<Integer> TRANSPOSED = List.of(1, 0);
    private static final float EPSILON = (float) Convolution.EPSILON;

    GraphWeight {
        order = List.copyOf(order);
    }

    /** {@return the network's tensors that these nodes hold, by the names that PyTorch ports gave them} */
    static Map<String, GraphWeight> of(Map<String, GraphNode> nodes, Architecture architecture) {
        Finder finder = new Finder(nodes);
        for (PlacedUnit placed : architecture.units()) {
            finder.addUnit(placed.graphName(), placed.name());
        }
        finder.add("softmax/weights", "fc.weight", TRANSPOSED, 0);
        finder.add("softmax/biases", "fc.bias", List.of(0), 0);
        return finder.found;
    }

    /** {@return the sizes of the tensor, outermost first} */
    List<Long> shape() {
        return order.stream().map(constant.shape()::get).toList();
    }

    /** {@return the tensor, from the constant's numbers} */
    Tensor arranged(Tensor stored) {
        Tensor turned =
                stored.permute(order.stream().mapToLong(Integer::longValue).toArray());
        return added == 0 ? turned : turned.add(new Scalar(added));
    }

    private record Finder(Map<String, GraphNode> nodes, Map<String, GraphWeight> found) {

        Finder(Map<String, GraphNode> nodes) {
            this(nodes, new LinkedHashMap<>());
        }

        void addUnit(String graphName, String name) {
            String norm = graphName + "/batchnorm";
            add(graphName + "/conv2d_params", name + ".conv.weight", KERNEL, 0);
            if (scaled(norm)) {
                add(norm + "/gamma", name + ".bn.weight", List.of(0), 0);
            } else {
                addOnes(norm + "/gamma", name + ".bn.weight");
            }
            add(norm + "/beta", name + ".bn.bias", List.of(0), 0);
            add(norm + "/moving_mean", name + ".bn.running_mean", List.of(0), 0);
            // The ports add the same to every variance: what the graph adds beyond that joins the variance itself.
            add(norm + "/moving_variance", name + ".bn.running_var", List.of(0), epsilon(norm) - EPSILON);
        }

        void add(String graphName, String name, List<Integer> order, float added) {
            GraphConstant constant = constant(graphName);
            if (constant == null) {
                return;
            }
            if (constant.shape().size() != order.size()) {
                throw new BrokenFileException(OneLine.quote(graphName) + " has shape " + constant.shape()
                        + ", expected " + order.size() + " sizes");
            }
            found.put(name, new GraphWeight(constant, order, added));
        }

        /** TensorFlow reads no gamma where it does not scale. */
        private void addOnes(String graphName, String name) {
            GraphConstant constant = constant(graphName);
            if (constant != null) {
                found.put(name, new GraphWeight(new GraphConstant(constant.shape(), -1, 1), List.of(0), 0));
            }
        }

        private @Nullable GraphConstant constant(String graphName) {
            GraphNode node = nodes.get(graphName);
            GraphNode.Attribute value = attribute(graphName, "value");
            return node == null || value == null || !node.operation().equals("Const") ? null : value.constant();
        }

        private boolean scaled(String norm) {
            GraphNode.Attribute scale = attribute(norm, "scale_after_normalization");
            return scale == null || scale.flag() == null || scale.flag();
        }

        private float epsilon(String norm) {
            GraphNode.Attribute epsilon = attribute(norm, "variance_epsilon");
            if (epsilon == null || epsilon.number() == null) {
                return EPSILON;
            }
            float number = epsilon.number();
            if (!(number > 0 && number <= 1)) {
                throw new BrokenFileException("variance_epsilon of " + OneLine.quote(norm) + " is " + number
                        + " (legal: greater than 0, at most 1)");
            }
            return number;
        }

        private GraphNode.@Nullable Attribute attribute(String node, String attribute) {
            GraphNode found = nodes.get(node);
            return found == null ? null : found.attributes().get(attribute);
        }
    }
}
