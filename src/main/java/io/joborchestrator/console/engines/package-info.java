/** The Engines page. */
@NullMarked
package io.joborchestrator.console.engines;

import org.jspecify.annotations.NullMarked;
