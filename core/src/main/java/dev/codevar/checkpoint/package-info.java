/**
 * Checkpoint files to named tensors, strict both ways: what is asked for must be there, and what is there must be asked for. A
 * {@code .pth} or safetensors file comes in, tensors in the type that is asked for go out, and {@link Safetensors} writes them. No
 * file, however hostile, runs code or costs more than a bounded amount of memory and time.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link TensorSource}: named tensors, each known by its {@link TensorInfo}. A {@link Checkpoint} is one in a file,
 *       {@link RandomWeights} one that nobody trained; {@link Weights} takes from any of them, strictly.
 *   <li>{@link TensorFile}: the open file behind every checkpoint. {@link Contents} says where its tensors lie, {@link Mapping}
 *       brings a stretch into memory, {@link TypeConversion} makes elements of it.
 *   <li>{@link StateDict}: the directory of a {@code .pth} file, out of its zip archive ({@link ZipDirectory}) and its pickle
 *       (package {@code pickle}). Trainings leave several state dicts in one: {@link Taking} takes the one that a
 *       {@link CheckpointEntry} means, and {@link TakenEntry} says what was done.
 *   <li>{@link SafetensorsHeader} and {@link Safetensors}: the other format, read and written.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.checkpoint;
