/** The page on which a job is put together, checked, previewed and submitted. */
@NullMarked
package io.joborchestrator.console.submit;

import org.jspecify.annotations.NullMarked;
