/**
 * From logits to tokens, for one {@link Row} each: guidance, filter, temperature, chance. Logits come in, of the rows with a class and
 * of those without; token ids go out, or codes mixed. Nothing here knows a model or a plan.
 *
 * <p>To be read in this order: {@link Row} and its {@link Edit}; {@link Guidance}; {@link Picker}, with its
 * {@link TokenFilter} ({@link HostTokenFilter} by {@link Ranking}, {@link DeviceTokenFilter}) and {@link TokenSampler} ({@link
 * PerPictureSampler}, {@link ReferenceSampler}). {@link TokenProbabilities} is the distribution by itself.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.decode.token;
