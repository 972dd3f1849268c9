// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"
#include "tests/support/varied_chest.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

namespace ccad::test {

/// A folder of its own to build a data set in.
class PictureFiles
{
public:
    [[nodiscard]] QString path(const QString& name = {}) const { return m_folder.filePath(name); }

    QString write(const QString& name, const QByteArray& content) const
    {
        const QString file = path(name);
        QDir().mkpath(QFileInfo(file).path());
        if (!writeFileAtomically(file, content))
            qFatal("cannot write a test file");
        return file;
    }
    /// A picture of 128 x 128 pixels, the same for the same seed.
    QString writeChest(const QString& name, std::uint64_t seed) const
    {
        return write(name, jpegOf(variedChest(128, seed)));
    }
    QString writeDicomOf(const QString& name, const QByteArray& patientId, std::uint64_t seed) const
    {
        const GrayImage8 image = variedChest(128, seed);
        DicomSpec spec;
        spec.columns = image.width;
        spec.rows = image.height;
        spec.values.assign(image.pixels.begin(), image.pixels.end());
        spec.tags = [&](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_PatientID, patientId.constData());
            dataset.putAndInsertString(DCM_ViewPosition, "PA");
            dataset.putAndInsertString(DCM_Modality, "DX");
        };
        return write(name, writeDicom(spec));
    }

private:
    QTemporaryDir m_folder;
};

} // namespace ccad::test
