// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/result_objects.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcistrmb.h>

#include <QStringList>

#include <vector>

namespace ccad::test {

/// The file as DCMTK reads it; fails the program where it does not.
inline void readFile(const QByteArray& bytes, DcmFileFormat& file)
{
    DcmInputBufferStream stream;
    stream.setBuffer(bytes.constData(), static_cast<offile_off_t>(bytes.size()));
    stream.setEos();
    file.transferInit();
    if (file.read(stream).bad() || file.loadAllDataIntoMemory().bad())
        qFatal("DCMTK cannot read the object");
    file.transferEnd();
}

/// All values of an element, joined by backslash; "-" where it is missing.
inline QString textOf(DcmItem& item, const DcmTagKey& tag)
{
    OFString text;
    if (!item.tagExists(tag))
        return QStringLiteral("-");
    item.findAndGetOFStringArray(tag, text);
    return QString::fromUtf8(text.c_str());
}

/// Item `index` of a sequence; fails the program where it is missing.
inline DcmItem& itemOf(DcmItem& item, const DcmTagKey& sequence, unsigned long index = 0)
{
    DcmItem* found = nullptr;
    if (item.findAndGetSequenceItem(sequence, found, static_cast<signed long>(index)).bad())
        qFatal("an item is missing in the object");
    return *found;
}

inline int countOf(DcmItem& item, const DcmTagKey& sequence)
{
    DcmSequenceOfItems* found = nullptr;
    if (item.findAndGetSequence(sequence, found).bad())
        return 0;
    return static_cast<int>(found->card());
}

inline std::vector<float> floatsOf(DcmItem& item, const DcmTagKey& tag)
{
    const Float32* values = nullptr;
    unsigned long count = 0;
    if (item.findAndGetFloat32Array(tag, values, &count).bad())
        return {};
    return {values, values + count};
}

inline std::vector<std::uint8_t> bytesOf(DcmItem& item, const DcmTagKey& tag)
{
    const Uint8* values = nullptr;
    unsigned long count = 0;
    if (item.findAndGetUint8Array(tag, values, &count).bad())
        return {};
    return {values, values + count};
}

/// "class/instance" of a reference.
inline QString referenceOf(DcmItem& item)
{
    return textOf(item, DCM_ReferencedSOPClassUID) + u'/'
        + textOf(item, DCM_ReferencedSOPInstanceUID);
}

} // namespace ccad::test
