// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/versions.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>

#include <opencv2/core/utility.hpp>
#include <openjpeg.h>
#include <zlib.h>

using namespace Qt::StringLiterals;

namespace ccad {

std::vector<LibraryVersion> imagingLibraries()
{
    return {
        // DCMTK tells its version to the compiler only; its soname changes with it.
        {u"DCMTK"_s, QStringLiteral(OFFIS_DCMTK_VERSION_STRING)},
        {u"OpenCV"_s, QString::fromStdString(cv::getVersionString())},
        {u"OpenJPEG"_s, QString::fromLatin1(opj_version())},
        {u"zlib"_s, QString::fromLatin1(zlibVersion())},
    };
}

} // namespace ccad
