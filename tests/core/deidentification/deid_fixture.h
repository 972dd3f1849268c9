// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/deidentifier.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <QTest>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dctk.h>

#include <memory>

namespace ccad::test {

inline const ActionTable& table()
{
    static const Result<ActionTable> loaded
        = ActionTable::load(QStringLiteral(CCAD_SOURCE_DIR "/resources/deidentification"));
    if (!loaded)
        qFatal("%s", qPrintable(loaded.error().message));
    return *loaded;
}

inline const Pseudonyms& pseudonyms()
{
    static const Pseudonyms made(QByteArray(Pseudonyms::keyBytes, 'k'));
    return made;
}

/// A small film with the tags that `tags` sets.
inline QByteArray film(const std::function<void(DcmDataset&)>& tags = {},
                       const QByteArray& syntax = "1.2.840.10008.1.2.1")
{
    DicomSpec spec;
    spec.columns = 16;
    spec.rows = 12;
    spec.values = drawChest(spec.columns, spec.rows, 4095);
    spec.transferSyntax = syntax;
    spec.tags = tags;
    return writeDicom(spec);
}

inline Result<Deidentified> deidentified(const QByteArray& content, DeidOptions options = {},
                                         PixelDecision decision = PixelDecision::Unseen,
                                         const std::vector<PixelBox>& boxes = {})
{
    const DeidRequest request{&table(), options, &pseudonyms(), decision, boxes};
    return deidentify(content, request, imaging::ReadGuard({}, {}));
}

/// What another parser, DCMTK's, makes of a file; nullptr: it cannot be read.
inline std::unique_ptr<DcmFileFormat> readBack(const QByteArray& content)
{
    DcmInputBufferStream stream;
    stream.setBuffer(content.constData(), content.size());
    stream.setEos();
    auto file = std::make_unique<DcmFileFormat>();
    file->transferInit();
    const OFCondition read = file->read(stream);
    file->transferEnd();
    if (read.bad() || file->loadAllDataIntoMemory().bad())
        return nullptr;
    return file;
}

/// The value of an element as text; empty where it is absent or empty. Attributes that are younger
/// than DCMTK's dictionary come back from implicit encoding with an unknown VR, as their bytes.
inline QByteArray textOf(DcmItem& item, const DcmTagKey& tag)
{
    DcmElement* element = nullptr;
    if (item.findAndGetElement(tag, element).good()
        && (element->ident() == EVR_UN || element->ident() == EVR_UNKNOWN)) {
        Uint8* bytes = nullptr;
        if (element->getUint8Array(bytes).bad() || !bytes)
            return {};
        QByteArray value(reinterpret_cast<const char*>(bytes),
                         static_cast<qsizetype>(element->getLength()));
        while (value.endsWith(' ') || value.endsWith('\0'))
            value.chop(1);
        return value;
    }
    OFString text;
    return item.findAndGetOFStringArray(tag, text).good()
        ? QByteArray(text.c_str(), static_cast<qsizetype>(text.size()))
        : QByteArray();
}

} // namespace ccad::test
