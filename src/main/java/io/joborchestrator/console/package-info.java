/** The window: puts frame, pages and core together, opens and closes them. */
@NullMarked
package io.joborchestrator.console;

import org.jspecify.annotations.NullMarked;
