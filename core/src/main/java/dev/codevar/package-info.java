/**
 * CoDe for Java: next-scale image generation with VAR and collaborative decoding, as programs use it. {@link CoDe} opens a model
 * set, in an {@link Engine} that it may share with others; a {@link Request} comes in, and a {@link Generation} goes out: pictures,
 * token ids and times, while a {@link GenerationObserver} hears of every scale. All of it is plain Java: no tensor leaves.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar;
