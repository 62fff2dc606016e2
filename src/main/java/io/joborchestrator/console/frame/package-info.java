/** The frame around every page: bars, rail, banner, dialogs, notices. */
@NullMarked
package io.joborchestrator.console.frame;

import org.jspecify.annotations.NullMarked;
