/**
 * The pickle in a {@code .pth} file, read without running any of it. Its bytes come in; maps, lists, tuples, numbers, texts and
 * {@link PickledTensor descriptions of tensors} go out of {@link StateUnpickler}, every other object as a mere name ({@link Unbuilt}),
 * and {@link PickledStates} finds the state dicts among them. Time and memory are bounded, whatever the bytes.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.checkpoint.pickle;
