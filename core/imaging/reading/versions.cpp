// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/versions.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>

#include <charls/charls.h>
#include <jxl/decode.h>
#include <opencv2/core/utility.hpp>
#include <openjpeg.h>
#include <zlib.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString jxlVersion()
{
    const std::uint32_t version = JxlDecoderVersion();
    return u"%1.%2.%3"_s.arg(version / 1000000).arg(version / 1000 % 1000).arg(version % 1000);
}

} // namespace

std::vector<LibraryVersion> imagingLibraries()
{
    return {
        // DCMTK tells its version to the compiler only; its soname changes with it.
        {u"DCMTK"_s, QStringLiteral(OFFIS_DCMTK_VERSION_STRING)},
        {u"OpenCV"_s, QString::fromStdString(cv::getVersionString())},
        {u"OpenJPEG"_s, QString::fromLatin1(opj_version())},
        {u"CharLS"_s, QString::fromLatin1(charls_get_version_string())},
        {u"libjxl"_s, jxlVersion()},
        {u"zlib"_s, QString::fromLatin1(zlibVersion())},
    };
}

} // namespace ccad
