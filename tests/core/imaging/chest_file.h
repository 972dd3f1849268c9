// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

namespace ccad::test {

/// One of each way to write pixels.
inline const std::vector<QByteArray> syntaxes = {
    "1.2.840.10008.1.2",      "1.2.840.10008.1.2.1",    "1.2.840.10008.1.2.1.99",
    "1.2.840.10008.1.2.2",    "1.2.840.10008.1.2.5",    "1.2.840.10008.1.2.4.51",
    "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90",
};

/// A small chest with a window, a VOI LUT and a sequence.
inline QByteArray chestFile(const QByteArray& syntax)
{
    DicomSpec spec;
    spec.columns = 40;
    spec.rows = 32;
    spec.values = drawChest(40, 32, 4095);
    spec.transferSyntax = syntax;
    spec.tags = [](DcmDataset& d) {
        d.putAndInsertString(DCM_WindowCenter, "2000");
        d.putAndInsertString(DCM_WindowWidth, "3000");
        addLut(d, true, 0, 12, {0, 1000, 2000, 4095}, "curve");
        DcmItem* code = nullptr;
        d.findOrCreateSequenceItem(DCM_ViewCodeSequence, code, -2);
        code->putAndInsertString(DCM_CodeMeaning, "postero-anterior");
    };
    return writeDicom(spec);
}

} // namespace ccad::test
