// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcuid.h>

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>

namespace ccad::test {

/// Lists files by their ids, "IMAGES\\A\\0001".
inline void writeDicomdir(const QString& path, const QList<QByteArray>& fileIds)
{
    DcmFileFormat file;
    DcmDataset& dataset = *file.getDataset();
    dataset.putAndInsertString(DCM_SOPClassUID, UID_MediaStorageDirectoryStorage);
    dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.3.4");
    DcmItem* record = nullptr;
    dataset.findOrCreateSequenceItem(DCM_DirectoryRecordSequence, record, -2);
    record->putAndInsertString(DCM_DirectoryRecordType, "PATIENT");
    for (const QByteArray& fileId : fileIds) {
        dataset.findOrCreateSequenceItem(DCM_DirectoryRecordSequence, record, -2);
        record->putAndInsertString(DCM_DirectoryRecordType, "IMAGE");
        record->putAndInsertString(DCM_ReferencedFileID, fileId.constData());
    }
    if (file.saveFile(QFile::encodeName(path).constData(), EXS_LittleEndianExplicit).bad())
        qFatal("cannot write a DICOMDIR for the test");
}

} // namespace ccad::test
