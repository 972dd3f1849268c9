// SPDX-License-Identifier: GPL-3.0-or-later
// ccad_write_phantom FILE: the drawn sample study, resources/samples/phantom.dcm.
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

void setTags(DcmDataset& dataset)
{
    dataset.putAndInsertString(DCM_PatientName, "CCAD^SAMPLE");
    dataset.putAndInsertString(DCM_PatientID, "PHANTOM");
    dataset.putAndInsertString(DCM_PatientSex, "O");
    dataset.putAndInsertString(DCM_PatientAge, "042Y");
    dataset.putAndInsertString(DCM_StudyDescription, "CCAD sample study");
    dataset.putAndInsertString(DCM_SeriesDescription, "Drawn phantom");
    dataset.putAndInsertString(DCM_PatientOrientation, "L\\F");
    dataset.putAndInsertString(DCM_PresentationIntentType, "FOR PRESENTATION");
    dataset.putAndInsertString(DCM_PresentationLUTShape, "INVERSE");
    dataset.putAndInsertString(DCM_ImagerPixelSpacing, "0.35\\0.35");
    dataset.putAndInsertString(DCM_WindowCenter, "2048\\2400");
    dataset.putAndInsertString(DCM_WindowWidth, "4096\\2400");
    dataset.putAndInsertString(DCM_WindowCenterWidthExplanation, "NORMAL\\BONE");
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: ccad_write_phantom FILE\n", stderr);
        return 2;
    }
    ccad::test::DicomSpec spec;
    spec.columns = 960;
    spec.rows = 1024;
    spec.photometric = u"MONOCHROME1"_s;
    spec.transferSyntax = "1.2.840.10008.1.2.4.80";
    spec.values = ccad::test::drawChest(spec.columns, spec.rows, 4095);
    // In MONOCHROME1 the highest value is black.
    for (std::int32_t& value : spec.values)
        value = 4095 - value;
    spec.tags = setTags;
    QFile file(QString::fromLocal8Bit(argv[1]));
    const QByteArray bytes = ccad::test::writeDicom(spec);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? 0 : 1;
}
