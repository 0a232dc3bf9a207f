package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.mqttx.connector.config.BuildTimeReading;
import io.quarkiverse.mqttx.connector.config.BuildTimeReading.SurveyedChannel;
import io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes;
import io.quarkiverse.mqttx.connector.config.model.FailureSettings.CodeOfException;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;

/**
 * Finds exceptions that channels name and the application does not have: they would have the reason code of all others, in
 * silence. The connector itself compares names and never loads the classes.
 */
record ExceptionNamesCheck(BuildTimeReading survey, ClassLoader application) {

    private static final String ATTRIBUTE = IncomingAttributes.REJECT_REASON_CODES.name();

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (SurveyedChannel channel : survey.channels()) {
            if (channel.incoming() && !channel.own().open().containsKey(ATTRIBUTE)) {
                IncomingSettings settings = (IncomingSettings) channel.settings().settings();
                settings.failure().rejectCodes().stream().map(CodeOfException::className)
                        .filter(name -> !isThrowable(name)).forEach(name -> warnings.add("channel '" + channel.name()
                                + "', attribute '" + ATTRIBUTE + "': the application has no exception '" + name
                                + "'; give the name as Class.getName() does, with $ before a nested class"));
            }
        }
        return warnings;
    }

    private boolean isThrowable(String name) {
        try {
            return Throwable.class.isAssignableFrom(Class.forName(name, false, application));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
