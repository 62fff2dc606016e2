/** What all pages share: loading, navigation, theme, style names and cells. */
@NullMarked
package io.joborchestrator.console.view;

import org.jspecify.annotations.NullMarked;
