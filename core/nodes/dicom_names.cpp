// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/dicom_names.h"

#include <QList>

#include <algorithm>

namespace ccad {

bool isUid(QByteArrayView text)
{
    if (text.isEmpty() || text.size() > 64 || text.front() == '.' || text.back() == '.')
        return false;
    char before = '.';
    for (const char c : text) {
        const bool isDigit = c >= '0' && c <= '9';
        if (!isDigit && (c != '.' || before == '.'))
            return false;
        before = c;
    }
    return true;
}

bool isAeTitle(QByteArrayView text)
{
    const bool isPrintable = std::all_of(text.begin(), text.end(),
                                         [](char c) { return c >= ' ' && c <= '~' && c != '\\'; });
    return text.size() <= 16 && isPrintable
        && std::any_of(text.begin(), text.end(), [](char c) { return c != ' '; });
}

QByteArray unpadded(QByteArray text)
{
    while (text.endsWith('\0') || text.endsWith(' '))
        text.chop(1);
    while (text.startsWith(' '))
        text.remove(0, 1);
    return text;
}

const QList<QByteArray>& storageClasses()
{
    static const QList<QByteArray> classes = {
        "1.2.840.10008.5.1.4.1.1.1", // CR
        "1.2.840.10008.5.1.4.1.1.1.1", // DX for presentation
        "1.2.840.10008.5.1.4.1.1.1.1.1", // DX for processing
        "1.2.840.10008.5.1.4.1.1.7", // secondary capture
        "1.2.840.10008.5.1.4.1.1.7.2", // its kinds of several frames
        "1.2.840.10008.5.1.4.1.1.7.3",    "1.2.840.10008.5.1.4.1.1.7.4",
        "1.2.840.10008.5.1.4.1.1.2", // CT
        "1.2.840.10008.5.1.4.1.1.12.1", // XA
        "1.2.840.10008.5.1.4.1.1.12.2", // RF
        "1.2.840.10008.5.1.4.1.1.1.2", // MG for presentation
        "1.2.840.10008.5.1.4.1.1.6.1", // US, the last of the pictures that come compressed
        "1.2.840.10008.5.1.4.1.1.1.2.1",
        "1.2.840.10008.5.1.4.1.1.2.1", // enhanced CT
        "1.2.840.10008.5.1.4.1.1.3.1", // US of several frames
        "1.2.840.10008.5.1.4.1.1.4", // MR
        "1.2.840.10008.5.1.4.1.1.4.1",    "1.2.840.10008.5.1.4.1.1.7.1",
        "1.2.840.10008.5.1.4.1.1.20", // NM
        "1.2.840.10008.5.1.4.1.1.128", // PET
        "1.2.840.10008.5.1.4.1.1.11.1", // presentation states
        "1.2.840.10008.5.1.4.1.1.11.2",
        "1.2.840.10008.5.1.4.1.1.30", // parametric map
        "1.2.840.10008.5.1.4.1.1.66", // raw data
        "1.2.840.10008.5.1.4.1.1.66.4", // segmentation
        "1.2.840.10008.5.1.4.1.1.77.1.4", // photograph
        "1.2.840.10008.5.1.4.1.1.88.11", // structured reports
        "1.2.840.10008.5.1.4.1.1.88.22",  "1.2.840.10008.5.1.4.1.1.88.33",
        "1.2.840.10008.5.1.4.1.1.88.34",  "1.2.840.10008.5.1.4.1.1.88.50",
        "1.2.840.10008.5.1.4.1.1.88.59", // key objects
        "1.2.840.10008.5.1.4.1.1.88.65", // chest CAD
        "1.2.840.10008.5.1.4.1.1.88.67",
        "1.2.840.10008.5.1.4.1.1.104.1", // PDF
    };
    return classes;
}

qsizetype pictureClasses()
{
    return 12;
}

const QList<QByteArray>& plainSyntaxes()
{
    static const QList<QByteArray> syntaxes = {"1.2.840.10008.1.2.1", "1.2.840.10008.1.2"};
    return syntaxes;
}

const QList<QByteArray>& compressedSyntaxes()
{
    static const QList<QByteArray> syntaxes = {
        "1.2.840.10008.1.2.4.70", // JPEG lossless
        "1.2.840.10008.1.2.4.90", // JPEG 2000
        "1.2.840.10008.1.2.4.91",
        "1.2.840.10008.1.2.4.80", // JPEG-LS
        "1.2.840.10008.1.2.4.50", // JPEG
        "1.2.840.10008.1.2.4.51",
        "1.2.840.10008.1.2.5", // RLE
    };
    return syntaxes;
}

} // namespace ccad
