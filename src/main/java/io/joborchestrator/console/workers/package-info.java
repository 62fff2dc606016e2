/** The Workers page. */
@NullMarked
package io.joborchestrator.console.workers;

import org.jspecify.annotations.NullMarked;
