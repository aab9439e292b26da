package dev.codevar.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/**
 * How somebody looks at the page.
 *
 * @param width of the window, in pixels
 * @param height of the window, in pixels
 * @param scheme light or dark
 * @param calm whether nothing shall move: then scales are shown as fast as they come
 * @param touch whether there are fingers
 */
record Eyes(int width, int height, ColorScheme scheme, boolean calm, boolean touch) {
    static final Eyes WIDE = new Eyes(1440, 900, ColorScheme.LIGHT, true, false);
    static final Eyes TABLET = new Eyes(820, 1180, ColorScheme.LIGHT, true, true);
    static final Eyes PHONE = new Eyes(390, 844, ColorScheme.LIGHT, true, true);

    Eyes in(ColorScheme other) {
        return new Eyes(width, height, other, calm, touch);
    }

    Eyes moving() {
        return new Eyes(width, height, scheme, false, touch);
    }

    Eyes sized(int otherWidth, int otherHeight) {
        return new Eyes(otherWidth, otherHeight, scheme, calm, touch);
    }

    Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setReducedMotion(calm ? ReducedMotion.REDUCE : ReducedMotion.NO_PREFERENCE)
                .setHasTouch(touch);
    }
}
