package dev.codevar.evaluation.inception;

/**
 * A unit at its place in the network.
 *
 * @param name what its tensors begin with, without the last dot, such as {@code Mixed_5b.branch1x1}
 * @param graphName the same in TensorFlow's graph, such as {@code mixed/conv}
 * @param in input channels
 * @param unit everything else
 */
record PlacedUnit(String name, String graphName, int in, Unit unit) {}
