/** Tests of the Submit page. */
@NullMarked
package io.joborchestrator.console.submit;

import org.jspecify.annotations.NullMarked;
