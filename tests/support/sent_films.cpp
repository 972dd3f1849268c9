// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sent_films.h"

#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcuid.h>

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace ccad::test {

QByteArray filmToSend(int number, const QByteArray& transferSyntax, const QByteArray& studyUid)
{
    DicomSpec spec;
    spec.columns = 64;
    spec.rows = 64;
    spec.values = drawChest(64, 64, 4095);
    spec.transferSyntax = transferSyntax;
    spec.tags = [number, studyUid](DcmDataset& dataset) {
        const auto put = [&](const DcmTag& tag, const QByteArray& value) {
            dataset.putAndInsertString(tag, value.constData());
        };
        put(DCM_SOPClassUID, UID_ComputedRadiographyImageStorage);
        put(DCM_SOPInstanceUID, "2.25." + QByteArray::number(number));
        put(DCM_StudyInstanceUID, studyUid);
        put(DCM_SeriesInstanceUID, studyUid.chopped(1) + '1');
        put(DCM_SpecificCharacterSet, "ISO_IR 100");
        put(DCM_PatientName, "M\xFCller^J\xF6rg");
        put(DCM_PatientID, studyUid == "2.25.1000" ? "P-17" : "Q-" + studyUid);
        put(DCM_StudyDate, "20260131");
        put(DCM_StudyTime, "120000");
        put(DCM_StudyID, "1");
        put(DCM_AccessionNumber, "A1");
        put(DCM_Modality, "CR");
        put(DCM_SeriesNumber, "1");
        put(DCM_InstanceNumber, QByteArray::number(number));
    };
    return writeDicom(spec);
}

QStringList writeFilms(const QString& folder, int count)
{
    QStringList paths;
    for (int number = 1; number <= count; ++number) {
        QFile file(QDir(folder).filePath(u"film%1.dcm"_s.arg(number)));
        const QByteArray content = filmToSend(number);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
        paths.append(file.fileName());
    }
    return paths;
}

} // namespace ccad::test
