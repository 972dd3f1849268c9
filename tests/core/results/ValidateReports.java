// SPDX-License-Identifier: GPL-3.0-or-later
import com.pixelmed.validate.DicomSRValidator;

/**
 * What DicomSRValidator says of each file, after a line with its name. The program of that name
 * takes one file and spends seconds on compiling its rules.
 */
public final class ValidateReports {
    public static void main(String[] paths) throws Exception {
        final DicomSRValidator validator = new DicomSRValidator();
        for (final String path : paths) {
            System.out.println("File: " + path);
            System.out.println(validator.validate(path));
        }
    }
}
