/**
 * What authors of their own kinds of work write against: a {@link
 * io.joborchestrator.custom.JobHandler} in a jar of its own. Uses nothing but the JDK, and changes
 * only with {@link io.joborchestrator.custom.JobHandler#API_VERSION}.
 */
@NullMarked
package io.joborchestrator.custom;

import org.jspecify.annotations.NullMarked;
