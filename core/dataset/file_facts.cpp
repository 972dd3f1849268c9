// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/file_facts.h"

#include "core/dataset/patient_key.h"
#include "core/isolation/decoding_service.h"

#include <QFile>

#include <sys/stat.h>

namespace ccad {

std::optional<FileStamp> stampOf(const QString& file)
{
    struct stat status = {};
    if (stat(QFile::encodeName(file).constData(), &status) != 0)
        return std::nullopt;
    return FileStamp{status.st_size,
                     qint64{status.st_mtim.tv_sec} * 1000000000 + status.st_mtim.tv_nsec,
                     status.st_dev, status.st_ino};
}

Result<FileFacts> factsOf(const QString& file, const CancelToken& cancel)
{
    constexpr int shorterSide = 96; // the hash shrinks it to 64
    const auto preview = decoding().preview(file, shorterSide, cancel);
    FileFacts facts;
    if (!preview) {
        const ErrorCode code = preview.error().code;
        if (code == ErrorCode::Cancelled)
            return preview.error();
        facts.trouble = preview.error().message;
        facts.lasting = code == ErrorCode::FileBroken || code == ErrorCode::Unsupported
            || code == ErrorCode::Refused;
        return facts;
    }
    facts.trouble = preview->refusal.value_or(QString());
    facts.hash = pictureHash(preview->image);
    facts.contentHash = preview->contentHash;
    facts.patient = patientDigest(preview->patientId);
    facts.view = preview->viewText;
    return facts;
}

} // namespace ccad
