// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/imaging/read_bytes.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

namespace ccad::test {

using Tags = std::function<void(DcmDataset&)>;

inline DicomSpec small(const Tags& tags = {})
{
    DicomSpec spec;
    spec.columns = 24;
    spec.rows = 16;
    spec.values = drawChest(24, 16, 4095);
    spec.tags = tags;
    return spec;
}

inline Radiograph readSmall(const Tags& tags)
{
    auto radiograph = readBytes(writeDicom(small(tags)));
    if (!radiograph)
        qFatal("%s", qPrintable(radiograph.error().message));
    return *std::move(radiograph);
}

inline Tags setText(const DcmTagKey& tag, const char* value)
{
    return [=](DcmDataset& d) { d.putAndInsertString(tag, value); };
}

} // namespace ccad::test
