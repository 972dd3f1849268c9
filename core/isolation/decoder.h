// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/display_lut.h"
#include "core/imaging/radiograph.h"
#include "core/isolation/foreign_reader.h"
#include "core/isolation/lockdown.h"
#include "core/preprocess/preprocessor.h"

#include <QString>

#include <functional>
#include <memory>
#include <span>

namespace ccad {

/// What a batch needs of one file: all but its pixels, which the decoder reduces to the network's
/// input and a thumbnail.
struct DecodedStudy
{
    Radiograph facts; ///< no `pixels` and `planes`; everything else as readRadiograph tells it
    NetworkInput input; ///< as the Preprocessor of the spec makes it
    GrayImage8 thumbnail; ///< upright, in its initial window; its longer side `thumbnailSide`
    /// Equal for studies that are the same: "uid:" + SOP Instance UID + " " + a hash of the picture
    /// and of whose it is (patient ID, name, birth date), or for files without a usable UID
    /// "sha256:" + the hash of their content.
    QString identity;
    [[nodiscard]] bool hasUid() const { return identity.startsWith(u"uid:"); }
    QString pixelChecksum; ///< of a film that was decoded whole, see pixelChecksum(); or empty
    double decodeMs = 0;
    double preprocessMs = 0;
};

constexpr int thumbnailSide = 96; ///< pixels

struct DecoderLimits
{
    int timeMs = 10000; ///< for one file, from the request to the answer
    int startMs = 30000; ///< until a child is ready: a cold disk and hundreds of libraries
    qint64 memoryBytes = qint64{1} << 30; ///< of address space, the program's own included
};

/// One child process that decodes files, so that a file which crashes, hangs or swallows memory
/// takes nothing else with it, and one that takes the child over finds it locked down (lockdown.h).
/// Started when first needed, replaced when it dies, overruns or has served many files. Not safe to
/// use from several threads at once; each thread has its own.
class Decoder
{
public:
    /// `program`: ccad-decoder, see decoderProgram().
    Decoder(QString program, const PreprocessSpec& spec, const DecoderLimits& limits = {});
    ~Decoder(); ///< ends the child
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    /// Errors: those of readRadiograph; TimedOut beyond the time limit, TooLarge beyond the memory
    /// limit, FileBroken when the child crashed on the file, asked for what no picture needs or
    /// answered nonsense; Internal when no child can be started, or none that is confined
    /// (allowUnconfined); Cancelled. Every message is a sentence that names the file.
    [[nodiscard]] Result<DecodedStudy> decode(const QString& path, const CancelToken& cancel = {});

    /// The layers that hold the child, which is started if need be. Error: Internal.
    [[nodiscard]] Result<SandboxLayers> layers();

    /// Process id of the running child, or 0. For tests that kill it.
    [[nodiscard]] qint64 childPid() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

/// ccad-decoder beside the running program or where it was built or installed; the environment
/// variable CCAD_DECODER takes precedence. Empty when there is none.
[[nodiscard]] QString decoderProgram();

/// Makes the Preprocessor of a spec, which finds lungs with the package in `lungFolder`.
using PreprocessorMaker
    = std::function<Result<Preprocessor>(const PreprocessSpec& spec, const QString& lungFolder)>;

/// The child's side: answers requests until its parent goes. Returns the exit status, which is
/// `noLungs` where no preprocessor can be made. `readers`: for what this module does not know.
[[nodiscard]] int serveAsDecoder(const PreprocessorMaker& preprocessorFor,
                                 std::span<const ForeignReader> readers = {});
constexpr int noLungs = 3;

} // namespace ccad
