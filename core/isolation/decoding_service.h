// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/film_objects.h"
#include "core/imaging/preview.h"
#include "core/imaging/read_limits.h"
#include "core/imaging/tag_tree.h"
#include "core/isolation/foreign_reader.h"
#include "core/isolation/lockdown.h"

#include <QString>

#include <memory>

namespace ccad {

struct ServiceLimits
{
    int timeMs = ReadLimits().timeoutMs; ///< for one file
    qint64 memoryBytes = ReadLimits().memoryBytes; ///< for one file
};

/// The way to what is in foreign files: each is read by a process of its own, which gets the open
/// file, is locked down before it looks at it (lockdown.h), and ends with its answer. A file that
/// crashes, hangs or swallows memory is an error and nothing more, and Cancel ends its process.
///
/// The processes are forked from ccad-decoder, which is started once, when first needed. May be
/// used from all threads at once.
///
/// Errors: those of the readers (readRadiograph, readPreview, readTagTree); TimedOut and TooLarge
/// beyond the limits; FileBroken when the process crashed on the file, asked for what no picture
/// needs or answered nonsense; Internal when none can be started, or none that is confined
/// (allowUnconfined); Cancelled. Every message is a sentence that names the file.
class DecodingService
{
public:
    /// `program`: ccad-decoder, see decoderProgram().
    explicit DecodingService(QString program, const ServiceLimits& limits = {});
    ~DecodingService();
    DecodingService(const DecodingService&) = delete;
    DecodingService& operator=(const DecodingService&) = delete;

    /// Starts the program in the background, for callers who know that they will read soon.
    void prepare();

    [[nodiscard]] Result<Radiograph> radiograph(const QString& path,
                                                const CancelToken& cancel = {});
    /// As readReduced.
    [[nodiscard]] Result<ReducedRadiograph> reduced(const QString& path, const ReadSize& size,
                                                    const CancelToken& cancel = {});
    [[nodiscard]] Result<Preview> preview(const QString& path, int shorterSide = 96,
                                          const CancelToken& cancel = {});
    [[nodiscard]] Result<TagTree> tags(const QString& path, const CancelToken& cancel = {});
    /// Without its picture. Errors as radiograph(), but for objects that are for films.
    [[nodiscard]] Result<FilmHead> filmHead(const QString& path, const CancelToken& cancel = {});

    /// What the reader of that kind tells of a file, of which nothing may be believed. For the
    /// functions of the module that knows it.
    [[nodiscard]] Result<QByteArray> content(ForeignKind kind, const QString& path,
                                             const CancelToken& cancel = {});
    /// The same of a file that messages call by another name than its path's.
    [[nodiscard]] Result<QByteArray> contentNamed(ForeignKind kind, const QString& path,
                                                  const QString& name, const CancelToken& cancel);
    /// The same of bytes that are in no file, by a file in memory. Errors: WriteFailed, too.
    [[nodiscard]] Result<QByteArray> contentOf(ForeignKind kind, const QByteArray& bytes,
                                               const QString& name, const CancelToken& cancel);
    /// For those that do not believe it: the error, and what a reader's clause is as an error.
    [[nodiscard]] static Error nonsense(const QString& path, const QString& what);
    [[nodiscard]] static Error cannotRead(const QString& path, const Error& clause);

    /// What holds the process that reads a file. Errors: Internal, when none can be started;
    /// Cancelled.
    [[nodiscard]] Result<SandboxLayers> layers(const CancelToken& cancel = {});

    /// Process id of the program, or 0. For tests that kill it.
    [[nodiscard]] qint64 templatePid() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

/// The service of this program, made when first asked for; needs a QCoreApplication.
[[nodiscard]] DecodingService& decoding();

} // namespace ccad
