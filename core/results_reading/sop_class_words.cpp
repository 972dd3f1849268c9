// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/tag_names.h"
#include "core/results_reading/read_object.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>

#include <array>

using namespace Qt::StringLiterals;

namespace ccad::results {

QString sopClassWords(const QString& sopClassUid)
{
    struct Known
    {
        const char* uid;
        const char* words;
    };
    static constexpr std::array<Known, 16> known
        = {{{"1.2.840.10008.5.1.4.1.1.1", "a computed radiograph"},
            {"1.2.840.10008.5.1.4.1.1.1.1", "a digital radiograph"},
            {"1.2.840.10008.5.1.4.1.1.1.1.1", "a digital radiograph for processing"},
            {"1.2.840.10008.5.1.4.1.1.7", "a secondary capture"},
            {"1.2.840.10008.5.1.4.1.1.2", "a CT image"},
            {"1.2.840.10008.5.1.4.1.1.4", "an MR image"},
            {"1.2.840.10008.5.1.4.1.1.6.1", "an ultrasound image"},
            {"1.2.840.10008.5.1.4.1.1.11.1", "a presentation state"},
            {"1.2.840.10008.5.1.4.1.1.30", "a parametric map"},
            {"1.2.840.10008.5.1.4.1.1.66.4", "a segmentation"},
            {"1.2.840.10008.5.1.4.1.1.88.11", "a basic text report"},
            {"1.2.840.10008.5.1.4.1.1.88.22", "an enhanced report"},
            {"1.2.840.10008.5.1.4.1.1.88.33", "a comprehensive report"},
            {"1.2.840.10008.5.1.4.1.1.88.34", "a comprehensive 3D report"},
            {"1.2.840.10008.5.1.4.1.1.88.59", "a key object selection"},
            {"1.2.840.10008.5.1.4.1.1.104.1", "a PDF document"}}};
    for (const Known& one : known)
        if (sopClassUid == QLatin1String(one.uid))
            return QString::fromLatin1(one.words);
    const char* name = dcmFindNameOfUID(sopClassUid.toLatin1().constData(), nullptr);
    if (name == nullptr)
        return u"an object"_s;
    QString words = imaging::wordsOfKeyword(QString::fromLatin1(name));
    words.remove(u" Storage"_s);
    return words;
}

} // namespace ccad::results
