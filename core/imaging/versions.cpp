// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/versions.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>

#include <opencv2/core/utility.hpp>
#include <openjpeg.h>
#include <zlib.h>

namespace ccad {

std::vector<LibraryVersion> imagingLibraries()
{
    return {
        // DCMTK tells its version to the compiler only; its soname changes with it.
        {QStringLiteral("DCMTK"), QStringLiteral(OFFIS_DCMTK_VERSION_STRING)},
        {QStringLiteral("OpenCV"), QString::fromStdString(cv::getVersionString())},
        {QStringLiteral("OpenJPEG"), QString::fromLatin1(opj_version())},
        {QStringLiteral("zlib"), QString::fromLatin1(zlibVersion())},
    };
}

} // namespace ccad
