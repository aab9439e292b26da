/**
 * The service's page in a real browser: what people see of a server that runs. {@link dev.codevar.browser.House} is what all tests share,
 * {@link dev.codevar.browser.Visit} one window of a browser.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.browser;
